package dev.sluice.sdk.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sdk.internal.http.Head;
import dev.sluice.sdk.internal.http.Loop;
import dev.sluice.sdk.internal.http.Request;
import dev.sluice.sdk.internal.http.Transport;
import dev.sluice.sdk.internal.http.UnansweredException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The fake of {@link Transport}: a server without a network, that does what the test says, on the loop's time. It passes
 * the same contract as the HTTP one.
 */
public final class ScriptedServer implements Transport {

    /** An answer to a request that is read as a whole. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        /** The request arrives, and the connection breaks before the answer does. */
        public static final Answer LOST = of(0);

        public static Answer of(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        public static Answer json(byte[] body) {
            return new Answer(200, Map.of("Content-Type", "application/json"), body);
        }
    }

    /** A stream that a client asked for. */
    public final class Stream implements Exchange {

        public final Request request;
        public final Duration openedAt;
        private final StreamHandler handler;
        private Loop.Timer limit;
        private boolean over;

        private Stream(Request request, StreamHandler handler, Duration headWithin) {
            this.request = request;
            this.handler = handler;
            this.openedAt = Duration.ofNanos(loop.nanos());
            this.limit = loop.after(headWithin, () -> end(new UnansweredException(headWithin)));
        }

        public boolean isOpen() {
            return !over;
        }

        public Stream head(int status, Map<String, String> headers) {
            loop.execute(() -> {
                if (!over) {
                    stopLimit();
                    handler.head(new Head(status, headers));
                }
            });
            return this;
        }

        public Stream accept() {
            return head(200, Map.of("Content-Type", "text/event-stream"));
        }

        /** Refuses, and ends. */
        public void refuse(int status, Map<String, String> headers) {
            head(status, headers).end(null);
        }

        public Stream event(String type, String data) {
            return raw("event: " + type + "\ndata: " + data + "\n\n");
        }

        public Stream event(String type, byte[] data) {
            return event(type, new String(data, UTF_8));
        }

        public Stream raw(String text) {
            return raw(text.getBytes(UTF_8));
        }

        public Stream raw(byte[] bytes) {
            loop.execute(() -> {
                if (!over) {
                    handler.bytes(ByteBuffer.wrap(bytes));
                }
            });
            return this;
        }

        /** Ends the answer; in good order when there is no cause. */
        public void end(IOException cause) {
            loop.execute(() -> {
                if (!over) {
                    over = true;
                    stopLimit();
                    handler.ended(cause);
                }
            });
        }

        @Override
        public void cancel() {
            over = true;
            stopLimit();
        }

        private void stopLimit() {
            if (limit != null) {
                limit.cancel();
                limit = null;
            }
        }
    }

    /** What was posted, decompressed, as text. */
    public record Posted(String path, String body, Duration at) {}

    public final List<Stream> streams = new ArrayList<>();
    public final List<Posted> posted = new ArrayList<>();
    public final List<Request> asked = new ArrayList<>();

    private final Loop loop;
    private Consumer<Stream> onStream = stream -> stream.end(new ConnectException("nobody listens"));
    private Function<Request, Answer> onRequest = request -> null;
    private Duration latency = Duration.ofMillis(1);
    private boolean closed;

    public ScriptedServer(Loop loop) {
        this.loop = loop;
    }

    /** Says what happens to a stream that is asked for; it may be left without an answer. */
    public ScriptedServer onStream(Consumer<Stream> behaviour) {
        onStream = behaviour;
        return this;
    }

    /** Says what a request is answered; null is a connection refused, {@link Answer#LOST} a broken one. */
    public ScriptedServer onRequest(Function<Request, Answer> behaviour) {
        onRequest = behaviour;
        return this;
    }

    /** Nobody listens from now on, and what is open breaks. */
    public void die() {
        onStream = stream -> stream.end(new ConnectException("nobody listens"));
        onRequest = request -> null;
        openStreams().forEach(stream -> stream.end(new IOException("connection reset")));
    }

    public List<Stream> openStreams() {
        return streams.stream().filter(Stream::isOpen).toList();
    }

    /** The stream that was asked for last. */
    public Stream stream() {
        return streams.get(streams.size() - 1);
    }

    /** Bodies posted to a path. */
    public List<String> bodies(String path) {
        return posted.stream()
                .filter(each -> each.path().equals(path))
                .map(Posted::body)
                .toList();
    }

    @Override
    public Exchange open(Request request, Duration headWithin, StreamHandler handler) {
        asked.add(request);
        Stream stream = new Stream(request, handler, headWithin);
        streams.add(stream);
        loop.execute(() -> onStream.accept(stream));
        return stream;
    }

    @Override
    public Exchange send(Request request, Duration within, AnswerHandler handler) {
        asked.add(request);
        byte[] body = request.body();
        if (body != null) {
            boolean zipped = "gzip".equals(request.headers().get("Content-Encoding"));
            String text = new String(zipped ? Gzip.unzipped(body) : body, UTF_8);
            posted.add(new Posted(request.path(), text, Duration.ofNanos(loop.nanos())));
        }
        Answer answer = onRequest.apply(request);
        Loop.Timer timer = loop.after(latency, () -> {
            if (closed) {
                return;
            }
            if (answer == null) {
                handler.failed(new ConnectException("nobody listens"));
            } else if (answer == Answer.LOST) {
                handler.failed(new IOException("connection reset"));
            } else {
                handler.answered(new Head(answer.status(), answer.headers()), answer.body());
            }
        });
        return timer::cancel;
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(Stream::cancel);
    }
}
