package dev.sluice.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Transport} does, the real one and the fake. */
abstract class TransportContract {

    static final Duration LONG = Duration.ofSeconds(10);

    /** What came, in order, as words. */
    static final class Heard implements Transport.StreamHandler, Transport.AnswerHandler {

        final List<String> words = new CopyOnWriteArrayList<>();

        @Override
        public void head(Head head) {
            words.add("head " + head.status());
        }

        @Override
        public void bytes(ByteBuffer bytes) {
            words.add("bytes " + UTF_8.decode(bytes));
        }

        @Override
        public void ended(@Nullable IOException cause) {
            words.add(cause == null ? "ended well" : "ended badly");
        }

        @Override
        public void answered(Head head, byte[] body) {
            words.add("answered " + head.status() + " " + new String(body, UTF_8));
        }

        @Override
        public void failed(IOException cause) {
            words.add("failed");
        }
    }

    abstract Transport transport();

    abstract Loop loop();

    /** The server accepts a stream, sends {@code a}, and leaves it open. */
    abstract void serverStreamsAndStays();

    /** The server accepts a stream, sends {@code a}, and ends it. */
    abstract void serverStreamsAndEnds();

    /** The server accepts a stream, sends {@code a}, and breaks the connection. */
    abstract void serverStreamsAndBreaks();

    /** The server says nothing to anything. */
    abstract void serverIsSilent();

    /** The server answers everything with this status and text. */
    abstract void serverAnswers(int status, String text);

    abstract void nobodyListens();

    /** Waits, or lets time pass, until so many words were heard. */
    abstract void until(Heard heard, int words);

    /** Waits, or lets time pass, long enough for anything more to be heard. */
    abstract void settle();

    @Test
    void aStreamIsHeardAsItComesAndEndsOnce() {
        serverStreamsAndEnds();
        Heard heard = open(LONG);

        until(heard, 3);
        settle();

        assertThat(heard.words).containsExactly("head 200", "bytes a", "ended well");
    }

    @Test
    void aBrokenStreamEndsBadly() {
        serverStreamsAndBreaks();
        Heard heard = open(LONG);

        until(heard, 3);

        assertThat(heard.words).containsExactly("head 200", "bytes a", "ended badly");
    }

    @Test
    void aStreamThatWasCancelledIsNotHeardAnyMore() {
        serverStreamsAndStays();
        Heard heard = new Heard();
        Transport.Exchange exchange = transport().open(Request.get("/sdk/v1/stream", Map.of()), LONG, heard);
        until(heard, 2);

        loop().execute(exchange::cancel);
        nobodyListens();
        settle();

        assertThat(heard.words).containsExactly("head 200", "bytes a");
    }

    @Test
    void aStreamWithoutAHeadInTimeEndsBadly() {
        serverIsSilent();
        Heard heard = open(Duration.ofMillis(200));

        until(heard, 1);
        settle();

        assertThat(heard.words).containsExactly("ended badly");
    }

    @Test
    void aServerThatIsNotThereIsABadEnd() {
        nobodyListens();
        Heard heard = open(LONG);

        until(heard, 1);

        assertThat(heard.words).containsExactly("ended badly");
    }

    @Test
    void anAnswerIsHeardWhole() {
        serverAnswers(200, "all of it");
        Heard heard = new Heard();
        transport().send(Request.get("/sdk/v1/snapshot", Map.of()), LONG, heard);

        until(heard, 1);
        settle();

        assertThat(heard.words).containsExactly("answered 200 all of it");
    }

    @Test
    void anErrorIsAnAnswerToo() {
        serverAnswers(503, "later");
        Heard heard = new Heard();
        transport().send(Request.post("/sdk/v1/ack", "{}".getBytes(UTF_8)), LONG, heard);

        until(heard, 1);

        assertThat(heard.words).containsExactly("answered 503 later");
    }

    @Test
    void aRequestThatNobodyTakesFails() {
        nobodyListens();
        Heard heard = new Heard();
        transport().send(Request.get("/sdk/v1/snapshot", Map.of()), LONG, heard);

        until(heard, 1);

        assertThat(heard.words).containsExactly("failed");
    }

    @Test
    void closingEndsWhatIsUnderWayUnheard() {
        serverStreamsAndStays();
        Heard stream = open(LONG);
        until(stream, 2);
        serverIsSilent();
        Heard answer = new Heard();
        transport().send(Request.get("/sdk/v1/snapshot", Map.of()), Duration.ofMillis(200), answer);

        loop().execute(transport()::close);
        nobodyListens();
        settle();

        assertThat(stream.words).containsExactly("head 200", "bytes a");
        assertThat(answer.words).isEmpty();
    }

    private Heard open(Duration headWithin) {
        Heard heard = new Heard();
        transport().open(Request.get("/sdk/v1/stream", Map.of()), headWithin, heard);
        return heard;
    }
}
