package dev.sluice.sdk.internal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} on the JDK's HTTP client, HTTP/1.1.
 *
 * <p>The HTTP client works on {@link HttpThreads}, for it looks names up where it works, and what it brings is handed to the loop: a
 * resolver that hangs holds up neither the loop nor a stream that is open. Time limits are the loop's, not the request's: the request's
 * own would say nothing about a body, and a test could not turn its clock. Redirects are not followed: the key goes to the server it
 * was given for and nowhere else.
 */
public final class HttpTransport implements Transport {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

    private final URI server;
    private final Supplier<Map<String, String>> commonHeaders;
    private final int bodyLimit;
    private final Loop loop;
    private final HttpThreads threads = new HttpThreads();
    private volatile @Nullable HttpClient http; // null once closed: its selector ends when nobody refers to it
    private final Set<Running> underWay = ConcurrentHashMap.newKeySet();

    /**
     * A transport to one server.
     *
     * @param server its address; a path in it is put before every request's
     * @param commonHeaders what every request carries; asked for each
     * @param bodyLimit the most bytes that an answer read as a whole may have, compressed or not
     * @param loop where everything is heard
     */
    public HttpTransport(URI server, Supplier<Map<String, String>> commonHeaders, int bodyLimit, Loop loop) {
        this.server = server;
        this.commonHeaders = commonHeaders;
        this.bodyLimit = bodyLimit;
        this.loop = loop;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .executor(threads)
                .build();
    }

    @Override
    public Exchange open(Request request, Duration headWithin, StreamHandler handler) {
        Running running = new Running(handler);
        running.limit(headWithin);
        running.start(request);
        return running;
    }

    @Override
    public Exchange send(Request request, Duration within, AnswerHandler handler) {
        Running running = new Running(new WholeAnswer(handler));
        running.limit(within);
        running.limitHoldsToTheEnd = true;
        running.start(request);
        return running;
    }

    @Override
    public void close() {
        List.copyOf(underWay).forEach(Running::cancel);
        http = null;
        threads.close();
    }

    private HttpRequest toHttp(Request request) {
        String base = server.toString();
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(start + request.path()));
        commonHeaders.get().forEach(builder::setHeader);
        request.headers().forEach(builder::setHeader);
        byte[] body = request.body();
        if (body != null) {
            builder.setHeader("Content-Type", "application/json");
            builder.POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        return builder.build();
    }

    /** One exchange. All fields belong to the loop, save those that are volatile, which others set for it or ask. */
    private final class Running implements Exchange {

        private final StreamHandler handler;
        private volatile boolean over;
        private boolean limitHoldsToTheEnd;
        private Loop.@Nullable Timer limit;
        private volatile @Nullable CompletableFuture<?> answer;
        private volatile @Nullable Subscriber body;

        Running(StreamHandler handler) {
            this.handler = handler;
        }

        void limit(Duration within) {
            limit = loop.after(within, () -> finish(new UnansweredException(within), true));
        }

        void start(Request request) {
            underWay.add(this);
            HttpRequest asked;
            try {
                asked = toHttp(request);
            } catch (RuntimeException refused) {
                loop.execute(() -> finish(new IOException(refused), false));
                return;
            }
            threads.begin(() -> begin(asked));
        }

        /** On the thread that begins requests; it may have waited there for long. */
        private void begin(HttpRequest asked) {
            HttpClient client = http;
            if (over || client == null) {
                return;
            }
            CompletableFuture<HttpResponse<@Nullable Void>> sent;
            try {
                sent = client.sendAsync(asked, head -> {
                    loop.execute(() -> head(head));
                    return new Subscriber(this);
                });
            } catch (RuntimeException refused) {
                loop.execute(() -> finish(new IOException(refused), false));
                return;
            }
            answer = sent;
            if (over) { // which it became meanwhile, when there was nothing to cancel yet
                sent.cancel(true);
            }
            sent.whenComplete((response, thrown) -> ended(thrown));
        }

        /**
         * The answer is at its end, or there is none; what is heard after the first time has no effect. The end of a body is heard from
         * whoever brings it, as its bytes are, and so after them. What the HTTP client promised is done later: it leaves that to the
         * common pool, whose threads belong to the application and may all be waiting for something.
         */
        void ended(@Nullable Throwable thrown) {
            loop.execute(() -> finish(asIo(thrown), false));
        }

        private void head(HttpResponse.ResponseInfo info) {
            if (over) {
                return;
            }
            if (!limitHoldsToTheEnd) {
                stopLimit();
            }
            handler.head(Head.of(info.statusCode(), info.headers().map()));
        }

        void bytes(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (over) {
                    return;
                }
                handler.bytes(buffer);
            }
            Subscriber more = body;
            if (!over && more != null) {
                more.request();
            }
        }

        private void finish(@Nullable IOException cause, boolean abort) {
            if (over) {
                return;
            }
            if (abort) {
                cancel();
            }
            ends();
            handler.ended(cause);
        }

        @Override
        public void cancel() {
            if (over) {
                return;
            }
            ends();
            Subscriber open = body;
            if (open != null) {
                open.cancel();
            }
            CompletableFuture<?> sent = answer;
            if (sent != null) {
                sent.cancel(true);
            }
        }

        private void ends() {
            over = true;
            underWay.remove(this);
            stopLimit();
        }

        private void stopLimit() {
            if (limit != null) {
                limit.cancel();
                limit = null;
            }
        }
    }

    /** Brings the body to the loop, one piece at a time: what has not been read yet stays with the network. */
    private final class Subscriber implements HttpResponse.BodySubscriber<@Nullable Void> {

        private final Running running;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private volatile Flow.@Nullable Subscription subscription;

        Subscriber(Running running) {
            this.running = running;
        }

        @Override
        public CompletionStage<@Nullable Void> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            subscription = granted;
            running.body = this;
            if (running.over) { // which it became meanwhile, when there was nothing to cancel yet
                cancel();
            } else {
                request();
            }
        }

        void request() {
            Flow.Subscription granted = subscription;
            if (granted != null) {
                granted.request(1);
            }
        }

        /** Wants no more, and says that it is done: Java 17 would wait for that, with a socket and a thread, for ever. */
        void cancel() {
            Flow.Subscription granted = subscription;
            if (granted != null) {
                granted.cancel();
            }
            done.complete(null);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            loop.execute(() -> running.bytes(buffers));
        }

        @Override
        public void onError(Throwable thrown) {
            done.completeExceptionally(thrown);
            running.ended(thrown);
        }

        @Override
        public void onComplete() {
            done.complete(null);
            running.ended(null);
        }
    }

    /** Collects an answer up to the limit, and undoes its compression. */
    private final class WholeAnswer implements StreamHandler {

        private final AnswerHandler handler;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
        private @Nullable Head head;
        private boolean tooLarge;

        WholeAnswer(AnswerHandler handler) {
            this.handler = handler;
        }

        @Override
        public void head(Head received) {
            head = received;
        }

        @Override
        public void bytes(ByteBuffer bytes) {
            if (tooLarge || collected.size() + bytes.remaining() > bodyLimit) {
                tooLarge = true;
                return;
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            collected.write(copy, 0, copy.length);
        }

        @Override
        public void ended(@Nullable IOException cause) {
            if (cause != null || head == null) {
                handler.failed(cause != null ? cause : new IOException("the connection ended before an answer"));
                return;
            }
            byte[] body;
            try {
                if (tooLarge) {
                    throw new IOException("the answer has more than " + bodyLimit + " bytes");
                }
                body = head.header("Content-Encoding")
                                .filter("gzip"::equalsIgnoreCase)
                                .isPresent()
                        ? decompress(collected.toByteArray())
                        : collected.toByteArray();
            } catch (IOException unreadable) {
                handler.failed(unreadable);
                return;
            }
            handler.answered(head, body);
        }

        private byte[] decompress(byte[] compressed) throws IOException {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                byte[] body = in.readNBytes(bodyLimit);
                if (in.read() >= 0) {
                    throw new IOException("the decompressed answer has more than " + bodyLimit + " bytes");
                }
                return body;
            }
        }
    }

    private static @Nullable IOException asIo(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : thrown;
        if (cause == null) {
            return null;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
