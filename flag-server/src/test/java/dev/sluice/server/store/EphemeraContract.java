package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What must hold of everything that keeps small things for a time. */
public abstract class EphemeraContract {

    private static final Duration HOUR = Duration.ofHours(1);

    /** Empty at the beginning of each test. */
    protected abstract Ephemera ephemera();

    /** For how long a value that is there still lives. */
    protected abstract Duration left(String digest) throws Exception;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(Optional<byte[]> value) {
        return value.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<String> read() throws Exception {
        return text(Samples.get(ephemera().get("a")));
    }

    @Test
    void onlyWhatIsThereIsReplaced() throws Exception {
        assertThat(Samples.get(ephemera().replace("a", bytes("1"), HOUR))).isFalse();
        assertThat(read()).isEmpty();

        Samples.get(ephemera().put("a", bytes("2"), HOUR));
        assertThat(Samples.get(ephemera().replace("a", bytes("3"), HOUR))).isTrue();
        assertThat(read()).contains("3");

        Samples.get(ephemera().remove("a"));
        assertThat(Samples.get(ephemera().replace("a", bytes("4"), HOUR))).isFalse();
        assertThat(read()).isEmpty();
    }

    @Test
    void onlyWhatIsNotThereIsPutIfAbsent() throws Exception {
        assertThat(text(Samples.get(ephemera().putIfAbsent("a", bytes("1"), HOUR))))
                .isEmpty();
        assertThat(text(Samples.get(ephemera().putIfAbsent("a", bytes("2"), HOUR))))
                .contains("1");
        assertThat(read()).contains("1");
    }

    @Test
    void onlyWhatIsStillTheSameIsRenewed() throws Exception {
        assertThat(Samples.get(ephemera().renew("a", bytes("1"), HOUR))).isFalse();
        assertThat(read()).isEmpty();

        Samples.get(ephemera().put("a", bytes("1"), HOUR));
        assertThat(Samples.get(ephemera().renew("a", bytes("1"), HOUR.multipliedBy(3))))
                .isTrue();
        assertThat(left("a")).isBetween(HOUR.multipliedBy(2), HOUR.multipliedBy(3));
        assertThat(read()).contains("1");

        Samples.get(ephemera().put("a", bytes("2"), HOUR));
        assertThat(Samples.get(ephemera().renew("a", bytes("1"), HOUR.multipliedBy(3))))
                .isFalse();
        assertThat(left("a")).isLessThanOrEqualTo(HOUR);
        assertThat(read()).contains("2");
    }

    @Test
    void onlyWhatIsStillTheSameIsRemoved() throws Exception {
        Samples.get(ephemera().remove("a", bytes("1")));
        Samples.get(ephemera().put("a", bytes("2"), HOUR));

        Samples.get(ephemera().remove("a", bytes("1")));
        assertThat(read()).contains("2");

        Samples.get(ephemera().remove("a", bytes("2")));
        assertThat(read()).isEmpty();
    }

    @Test
    void whatIsTakenIsGone() throws Exception {
        Samples.get(ephemera().put("a", bytes("1"), HOUR));

        assertThat(text(Samples.get(ephemera().take("a")))).contains("1");
        assertThat(Samples.get(ephemera().take("a"))).isEmpty();
        assertThat(read()).isEmpty();
    }
}
