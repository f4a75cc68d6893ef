package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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
        return text(get(() -> ephemera().get("a")));
    }

    /** For what may be asked twice. */
    private static <T> T get(Supplier<Future<T>> question) {
        return Samples.get(Again.ask(question));
    }

    @Test
    void onlyWhatIsThereIsReplaced() throws Exception {
        assertThat(get(() -> ephemera().replace("a", bytes("1"), HOUR))).isFalse();
        assertThat(read()).isEmpty();

        get(() -> ephemera().put("a", bytes("2"), HOUR));
        assertThat(get(() -> ephemera().replace("a", bytes("3"), HOUR))).isTrue();
        assertThat(read()).contains("3");

        get(() -> ephemera().remove("a"));
        assertThat(get(() -> ephemera().replace("a", bytes("4"), HOUR))).isFalse();
        assertThat(read()).isEmpty();
    }

    @Test
    void onlyWhatIsNotThereIsPutIfAbsent() throws Exception {
        // Asked twice, it would find what it put itself: each time it begins with nothing.
        Optional<byte[]> first =
                get(() -> ephemera().remove("a").compose(gone -> ephemera().putIfAbsent("a", bytes("1"), HOUR)));
        assertThat(first).isEmpty();
        assertThat(text(get(() -> ephemera().putIfAbsent("a", bytes("2"), HOUR))))
                .contains("1");
        assertThat(read()).contains("1");
    }

    @Test
    void onlyWhatIsStillTheSameIsRenewed() throws Exception {
        assertThat(get(() -> ephemera().renew("a", bytes("1"), HOUR))).isFalse();
        assertThat(read()).isEmpty();

        get(() -> ephemera().put("a", bytes("1"), HOUR));
        assertThat(get(() -> ephemera().renew("a", bytes("1"), HOUR.multipliedBy(3))))
                .isTrue();
        assertThat(left("a")).isBetween(HOUR.multipliedBy(2), HOUR.multipliedBy(3));
        assertThat(read()).contains("1");

        get(() -> ephemera().put("a", bytes("2"), HOUR));
        assertThat(get(() -> ephemera().renew("a", bytes("1"), HOUR.multipliedBy(3))))
                .isFalse();
        assertThat(left("a")).isLessThanOrEqualTo(HOUR);
        assertThat(read()).contains("2");
    }

    @Test
    void onlyWhatIsStillTheSameIsRemoved() throws Exception {
        get(() -> ephemera().remove("a", bytes("1")));
        get(() -> ephemera().put("a", bytes("2"), HOUR));

        get(() -> ephemera().remove("a", bytes("1")));
        assertThat(read()).contains("2");

        get(() -> ephemera().remove("a", bytes("2")));
        assertThat(read()).isEmpty();
    }

    @Test
    void whatIsTakenIsGone() throws Exception {
        // Asked twice, it might have been taken already: each time it is put first.
        Optional<byte[]> taken = get(() -> ephemera()
                .put("a", bytes("1"), HOUR)
                .compose(there -> ephemera().take("a")));
        assertThat(text(taken)).contains("1");
        assertThat(get(() -> ephemera().take("a"))).isEmpty();
        assertThat(read()).isEmpty();
    }
}
