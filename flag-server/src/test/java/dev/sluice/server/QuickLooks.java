package dev.sluice.server;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets every wait of these tests look at once and then often: by itself Awaitility first lets a tenth of a second pass, which hundreds of
 * clients, waited for one after the other, turn into half a minute. A wait that names no time of its own promises none, so it goes on for
 * as long as a busy machine may need. Found by JUnit through {@code META-INF/services}.
 */
public final class QuickLooks implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }
}
