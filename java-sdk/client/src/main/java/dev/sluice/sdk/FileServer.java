package dev.sluice.sdk;

import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/**
 * A file in the place of a server: it streams what the file says, and once a second looks whether it says something else. So a
 * client that follows a file is a client like any other. Content that cannot be used is told, and changes nothing.
 */
final class FileServer implements Transport {

    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final int LOOKS_PER_HEARTBEAT = 15;

    private final Path file;
    private final Loop loop;
    private final WireCodec codec = new WireCodec();
    private byte[] content;
    private SnapshotEvent state;
    private boolean closed;

    /**
     * The server of one file.
     *
     * @param content what it holds now
     * @throws IllegalArgumentException when that cannot be used
     */
    FileServer(Path file, byte[] content, Loop loop) {
        this.file = file;
        this.loop = loop;
        this.content = content;
        this.state = FlagFile.parse(content, 1);
    }

    @Override
    public Exchange open(Request request, Duration headWithin, StreamHandler handler) {
        Stream stream = new Stream(handler);
        loop.execute(stream::begin);
        return stream;
    }

    @Override
    public Exchange send(Request request, Duration within, AnswerHandler handler) {
        int status = request.body() == null ? 404 : 202;
        Loop.Timer answer = loop.after(Duration.ZERO, () -> {
            if (!closed) {
                handler.answered(new Head(status, Map.of()), new byte[0]);
            }
        });
        return answer::cancel;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Stream implements Exchange {

        private final StreamHandler handler;
        private boolean over;
        private int looks;

        Stream(StreamHandler handler) {
            this.handler = handler;
        }

        void begin() {
            if (isOver()) {
                return;
            }
            handler.head(new Head(200, Map.of("Content-Type", "text/event-stream")));
            say("event: hello\ndata: {\"session\":\"file\",\"node\":\"file\"}\n\n");
            sayState();
            lookLater();
        }

        private void lookLater() {
            Loop.Timer unused = loop.after(LOOK_EVERY, () -> {
                if (!isOver()) {
                    if (changed()) {
                        sayState();
                    } else if (++looks % LOOKS_PER_HEARTBEAT == 0) {
                        say("event: heartbeat\ndata: {\"epoch\":\"" + state.id().epoch() + "\",\"revision\":"
                                + state.id().revision() + ",\"hash\":\""
                                + state.id().hash() + "\"}\n\n");
                    }
                    lookLater();
                }
            });
        }

        private void sayState() {
            String data = new String(
                    codec.encodeSnapshot(state.id(), state.flags(), state.segments()), StandardCharsets.UTF_8);
            say("event: snapshot\nid: " + state.id().eventId() + "\ndata: " + data + "\n\n");
        }

        private void say(String event) {
            if (!isOver()) {
                handler.bytes(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)));
            }
        }

        private boolean isOver() {
            return over || closed;
        }

        @Override
        public void cancel() {
            over = true;
        }
    }

    private boolean changed() {
        byte[] now;
        try {
            now = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            now = new byte[0];
        }
        if (Arrays.equals(now, content)) {
            return false;
        }
        content = now;
        try {
            state = FlagFile.parse(now, state.id().revision() + 1);
            return true;
        } catch (IllegalArgumentException unusable) {
            Complaints.LOG.warn(
                    "The flags stay as they were, for {} cannot be used: {}",
                    file,
                    now.length == 0 ? "it is empty, or cannot be read" : unusable.getMessage());
            return false;
        }
    }
}
