package dev.sluice.sdk.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rules of the WHATWG standard for event streams, each at every place where the network may cut. */
class SseParserTest {

    private static final int LIMIT = 10_000;

    @Test
    void anEventIsDispatchedByItsBlankLine() {
        assertEverySplit("event: delta\nid: 7\ndata: {}\n\n", "delta|{}|7");
    }

    @Test
    void lineFeedsAndCarriageReturnsAndBothEndLines() {
        assertEverySplit("data: a\n\ndata: b\r\rdata: c\r\n\r\n", "message|a|", "message|b|", "message|c|");
        assertEverySplit("data: a\r\ndata: b\ndata: c\r\r\n", "message|a\nb\nc|");
    }

    @Test
    void dataLinesAreJoinedByLineFeeds() {
        assertEverySplit("data: first\ndata:\ndata: third\n\n", "message|first\n\nthird|");
    }

    @Test
    void onlyOneSpaceAfterTheColonIsTaken() {
        assertEverySplit("data:x\n\ndata: x\n\ndata:  x\n\n", "message|x|", "message|x|", "message| x|");
    }

    @Test
    void commentsSayNothing() {
        assertEverySplit(": hello\n:\ndata: a\n: between\n\n:\n\n", "message|a|");
    }

    @Test
    void aByteOrderMarkAtTheStartIsSkippedAndNowhereElse() {
        assertEverySplit("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", "message|a|");
        assertEverySplit("\uFEFF\ndata: a\n\n", "message|a|");
    }

    @Test
    void anEventWithoutDataIsNotDispatchedButItsIdIsKept() {
        assertEverySplit("event: delta\nid: 4\n\ndata: a\n\n", "message|a|4");
    }

    @Test
    void aLineOfDataWithoutValueDispatchesAnEmptyEvent() {
        assertEverySplit("data\n\ndata:\n\n", "message||", "message||");
    }

    @Test
    void theIdStaysUntilAnotherOneComes() {
        assertEverySplit("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "message|a|1", "message|b|1", "message|c|");
    }

    @Test
    void anEventKnowsWhetherTheIdCameWithIt() {
        List<Boolean> identified = new ArrayList<>();
        SseParser parser = new SseParser(LIMIT, event -> identified.add(event.identified()));

        parser.feed(bytes("id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\nid: 3\ndata: d\n\n"));

        assertThat(identified).containsExactly(true, false, false, true);
    }

    @Test
    void anIdWithANullInItIsIgnored() {
        assertEverySplit("id: 1\ndata: a\n\nid: 2\u00003\ndata: b\n\n", "message|a|1", "message|b|1");
    }

    @Test
    void unknownFieldsAreIgnored() {
        assertEverySplit("colour: red\ndata: a\nDATA: b\ndatax: c\n\n", "message|a|");
    }

    @Test
    void manyByteCharactersSurviveEveryCut() {
        assertEverySplit("event: grüße\ndata: 日本 \uD83D\uDE00\n\n", "grüße|日本 \uD83D\uDE00|");
    }

    @Test
    void whatHasNoBlankLineIsNotDispatched() {
        assertEverySplit("data: a\n\nevent: delta\ndata: lost\n", "message|a|");
        assertEverySplit("data: a\n\ndata: lost", "message|a|");
    }

    @Test
    void retryIsReadWhenItIsDigitsOnly() {
        List<ServerSentEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(LIMIT, events::add);

        parser.feed(bytes("retry: 2500\nretry: soon\nretry: -1\nretry:\nretry: 99999999999999999999\n"));

        assertThat(parser.retryMillis()).isEqualTo(2500);
    }

    @Test
    void aLineOrAnEventAboveTheLimitIsRefusedAndNotCollected() {
        SseParser oneLine = new SseParser(100, event -> {});
        assertThatThrownBy(() -> oneLine.feed(bytes("data: " + "x".repeat(200))))
                .isInstanceOf(EventTooLargeException.class)
                .hasMessageContaining("100 bytes");

        SseParser manyLines = new SseParser(100, event -> {});
        assertThatThrownBy(() -> manyLines.feed(bytes("data: 0123456789\n".repeat(20))))
                .isInstanceOf(EventTooLargeException.class);
    }

    @Test
    void anEventUpToTheLimitPasses() {
        String value = "x".repeat(80);

        assertThat(parse(List.of(bytes("data: " + value + "\n\n")), 90)).containsExactly("message|" + value + "|");
    }

    @Test
    void randomStreamsReadTheSameHoweverTheyAreCut() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        String[] pieces = {
            "data", "event", "id", "retry", ":", ": ", " ", "\n", "\r", "\r\n", "\n\n", "x", "é", "\u0000", "\uFEFF",
            "12"
        };
        for (int run = 0; run < 3_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] stream = text.toString().getBytes(UTF_8);
            List<ByteBuffer> cut = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int size = Math.min(stream.length - at, random.nextInt(1, 8));
                cut.add(ByteBuffer.wrap(stream, at, size));
                at += size;
            }

            assertThat(parse(cut, LIMIT))
                    .as("run %d, stream %s", run, text)
                    .isEqualTo(parse(List.of(ByteBuffer.wrap(stream)), LIMIT));
        }
    }

    private static void assertEverySplit(String stream, String... events) {
        byte[] bytes = stream.getBytes(UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            List<ByteBuffer> cut =
                    List.of(ByteBuffer.wrap(bytes, 0, first), ByteBuffer.wrap(bytes, first, bytes.length - first));
            assertThat(parse(cut, LIMIT)).as("cut at %d", first).containsExactly(events);
        }
        List<ByteBuffer> single = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            single.add(ByteBuffer.wrap(bytes, i, 1));
        }
        assertThat(parse(single, LIMIT)).as("byte by byte").containsExactly(events);
    }

    private static List<String> parse(List<ByteBuffer> cut, int limit) {
        List<String> events = new ArrayList<>();
        SseParser parser = new SseParser(
                limit,
                event -> events.add(event.type() + "|" + new String(event.data(), UTF_8) + "|" + event.lastEventId()));
        cut.forEach(bytes -> parser.feed(bytes.duplicate()));
        return events;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
