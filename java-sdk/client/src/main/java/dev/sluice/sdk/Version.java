package dev.sluice.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this client, as the build wrote it beside this class. */
final class Version {

    static final String TEXT = read();

    private Version() {}

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("client.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException unreadable) {
            // then the version is unknown, which harms nothing
        }
        return properties.getProperty("version", "unknown");
    }
}
