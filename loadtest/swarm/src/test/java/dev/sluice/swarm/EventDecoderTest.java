package dev.sluice.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
    private static final long SEED = 20261121;

    private static final String HELLO = "event: hello\ndata: {\"session\":\"s1\"}\n\n";
    private static final String SNAPSHOT =
            "event: snapshot\nid: 7.abc:12:0011aabb\ndata: {\"flags\":\"" + "x".repeat(9_000) + "\"}\n\n";
    private static final String DELTA = "event: delta\nid: 7.abc:13:0011aacc\ndata: {\"flags\":{}}\n\n";
    private static final String BYE = "event: bye\ndata: {\"reconnectAfterMillis\":5}\n\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nRetry-After: 7\r\n\r\n"
            + chunk(HELLO) + chunk(SNAPSHOT.substring(0, 4_000)) + chunk(SNAPSHOT.substring(4_000))
            + chunk(DELTA + DELTA.substring(0, 30)) + chunk(DELTA.substring(30)) + chunk(BYE);

    private static final List<String> TOLD = List.of(
            "200, retry after 7",
            "HELLO  0 {\"session\":\"s1\"} " + HELLO.length(),
            "SNAPSHOT 7.abc:12:0011aabb 12  " + SNAPSHOT.length(),
            "DELTA 7.abc:13:0011aacc 13  " + DELTA.length(),
            "DELTA 7.abc:13:0011aacc 13  " + DELTA.length(),
            "BYE  0 {\"reconnectAfterMillis\":5} " + BYE.length());

    @Test
    void aStreamIsReadTheSameWhereverItsBytesAreCutInTwo() {
        for (int cut = 0; cut <= ANSWER.length(); cut++) {
            assertThat(told(List.of(ANSWER.substring(0, cut), ANSWER.substring(cut))))
                    .as("cut at %d", cut)
                    .isEqualTo(TOLD);
        }
    }

    @Test
    void aStreamIsReadTheSameInManySmallPieces() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 500; round++) {
            List<String> pieces = new ArrayList<>();
            int at = 0;
            while (at < ANSWER.length()) {
                int end = Math.min(ANSWER.length(), at + 1 + random.nextInt(1 + random.nextInt(300)));
                pieces.add(ANSWER.substring(at, end));
                at = end;
            }
            assertThat(told(pieces)).as("pieces %s", pieces).isEqualTo(TOLD);
        }
    }

    private static List<String> told(List<String> pieces) {
        List<String> told = new ArrayList<>();
        EventDecoder decoder = new EventDecoder(new EventDecoder.Listener() {
            @Override
            public boolean reads(EventDecoder.Kind kind) {
                return kind.isShort();
            }

            @Override
            public void answered(int status, int retryAfterSeconds) {
                told.add(status + ", retry after " + retryAfterSeconds);
            }

            @Override
            public void event(EventDecoder.Kind kind, String id, long revision, String data, int bytes) {
                told.add(kind + " " + id + " " + revision + " " + data + " " + bytes);
            }
        });
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            decoder.feed(bytes, 0, bytes.length);
        }
        return told;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
