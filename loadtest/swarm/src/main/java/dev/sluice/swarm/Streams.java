package dev.sluice.swarm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A swarm of event streams to one server, as many SDKs would hold them: authenticated, named, resumed by event id, told to come back later
 * or to fetch a large state. One thread with one selector does everything; the public methods may be called on any other.
 */
final class Streams implements Members {
    private static final int READ_BYTES = 256 * 1024;
    private static final int SOURCES = 4;
    private static final int ON_THE_WAY = 500;

    /** New streams a second: a little less than a server takes in. */
    private static final int PACE = 1_800;

    private static final long PACED_MILLIS = 5;
    private static final int NO_PACE = 1_000_000_000;
    private static final Duration CONNECT_LIMIT = Duration.ofMinutes(2);
    private static final long SEED = 20261121;
    private static final int SMALL_RECEIVE_BUFFER = 4 * 1024;

    private final InetSocketAddress server;
    private final String sdkKey;
    private final Arrivals arrivals;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Agenda agenda = new Agenda();
    private final Tally tally = new Tally();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] bytes = new byte[READ_BYTES];
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Stream> all = new ArrayList<>();
    private final Deque<Stream> waiting = new ArrayDeque<>();
    private final Map<Long, String> eventIds = new HashMap<>();
    private int atOnce = ON_THE_WAY;
    private int pace = PACE;
    private double allowed;
    private long pacedAt = System.nanoTime();
    private int onTheWay;
    private int deaf;
    private boolean wanted;

    private volatile boolean closed;
    private volatile long newest;
    private volatile int lastDeltaBytes;
    private final AtomicLong fetchedBytes = new AtomicLong();
    private long connectNanos;
    private volatile long ackSpreadMillis;
    private @Nullable Consumer<Stream> onArrival;
    private @Nullable BiConsumer<Long, String> onState;

    /** Streams of whoever has {@code sdkKey}; none yet. */
    private Streams(URI server, String sdkKey, Arrivals arrivals) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getByName(server.getHost()), server.getPort());
        this.sdkKey = sdkKey;
        this.arrivals = arrivals;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "swarm-streams");
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects so many to a target and returns when all are live. */
    static Streams connect(Target target, int count) throws IOException, InterruptedException {
        Streams streams = new Streams(target.uri(), target.sdkKey(), new Arrivals());
        long from = System.nanoTime();
        streams.open(count);
        try {
            streams.connectNanos = streams.awaitLive(count, CONNECT_LIMIT) - from;
            return streams;
        } catch (IllegalStateException | InterruptedException e) {
            streams.close();
            throw e;
        }
    }

    /** How long it took until all were live. */
    double connectSeconds() {
        return Crowd.seconds(connectNanos);
    }

    /** Tells, on the thread of the streams, each time that a member has a newer state. */
    void onArrival(Consumer<Stream> listener) {
        order(() -> onArrival = listener);
    }

    /** Tells, on the thread of the streams, revision and data of each delta that the first member gets, before it tells of arrivals. */
    void onState(BiConsumer<Long, String> listener) {
        order(() -> onState = listener);
    }

    /** Over what time the server wants acknowledgements to be spread, in milliseconds. */
    long ackSpreadMillis() {
        return ackSpreadMillis;
    }

    private void open(int count) {
        order(() -> {
            wanted = true;
            for (int i = 0; i < count; i++) {
                Stream stream = new Stream(this, all.size(), random);
                all.add(stream);
                waiting.add(stream);
            }
        });
    }

    /** The first {@code count} members never read from now on; they come anew every 60 s or so, for a server may end them. */
    void deafen(int count) {
        order(() -> {
            deaf = count;
            for (Stream stream : all.subList(0, count)) {
                comeAnew(stream);
            }
        });
    }

    private void comeAnew(Stream stream) {
        drop(stream);
        waiting.add(stream);
        agenda.add(Duration.ofMillis(45_000 + random.nextInt(30_000)), () -> comeAnew(stream));
    }

    /** Ends all connections at once and waits until that is done. */
    void drop() throws InterruptedException {
        order(() -> {
            wanted = false;
            waiting.clear();
            agenda.clear();
            all.forEach(this::drop);
            for (SelectionKey key : selector.keys()) {
                close(key);
            }
        });
        awaitLive(0, Duration.ofSeconds(30));
    }

    /**
     * Connects everybody again, all at once.
     *
     * @param resumed whether they still have the state that they had
     */
    void comeBack(boolean resumed) {
        order(() -> {
            wanted = true;
            atOnce = Integer.MAX_VALUE;
            pace = NO_PACE;
            for (Stream stream : all) {
                if (!resumed) {
                    stream.forget();
                }
                waiting.add(stream);
            }
        });
    }

    /**
     * Waits until so many members are live.
     *
     * @return when the last change of that number was, as {@link System#nanoTime()}
     */
    long awaitLive(int count, Duration limit) throws InterruptedException {
        return tally.await(count, limit);
    }

    /** How many members have a connection and a state. */
    int live() {
        return tally.live();
    }

    /** How connections ended without being asked to, or were refused; by what was seen. */
    Map<String, Integer> mishaps() {
        return tally.mishaps();
    }

    @Override
    public long newest() {
        return newest;
    }

    /** Length of the last event {@code delta}, in bytes. */
    int lastDeltaBytes() {
        return lastDeltaBytes;
    }

    /** Bytes of bodies that were fetched instead of streamed. */
    long fetchedBytes() {
        return fetchedBytes.get();
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
    }

    private void order(Runnable what) {
        orders.add(what);
        selector.wakeup();
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(this::ready, waiting.isEmpty() ? agenda.idleMillis() : PACED_MILLIS);
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                agenda.run();
                connectSome();
            }
            for (SelectionKey key : selector.keys()) {
                close(key);
            }
        } catch (IOException e) {
            tally.mishap("the selector failed: " + e);
        }
    }

    /** Connects whom the pace allows: so many at a time, and so many a second. */
    private void connectSome() {
        long now = System.nanoTime();
        double refill = (now - pacedAt) * (double) pace / TimeUnit.SECONDS.toNanos(1);
        pacedAt = now;
        allowed = Math.min(pace / 20.0, allowed + refill);
        while (onTheWay < atOnce && allowed >= 1 && !waiting.isEmpty()) {
            allowed--;
            connect(waiting.poll());
        }
    }

    private void connect(Stream stream) {
        if (stream.key() != null) {
            return;
        }
        try {
            SocketChannel channel = begin(stream.index(), stream.index() < deaf);
            onTheWay++;
            stream.connecting(channel.register(selector, SelectionKey.OP_CONNECT, stream));
        } catch (IOException e) {
            tally.mishap("no connection begun: " + e.getMessage());
            again(stream, Duration.ofSeconds(1));
        }
    }

    private SocketChannel begin(int index, boolean small) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (small) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
        }
        if (server.getAddress().isLoopbackAddress()) {
            channel.bind(new InetSocketAddress("127.0.0." + (2 + index % SOURCES), 0));
        }
        channel.connect(server);
        return channel;
    }

    private void ready(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                channel.write(ByteBuffer.wrap(
                        key.attachment() instanceof Stream stream
                                ? streamOf(stream)
                                : request(
                                        ((Fetch) key.attachment()).stream(),
                                        "/sdk/v1/snapshot",
                                        "Accept-Encoding: gzip\r\nConnection: close\r\n")));
            } else if (key.isReadable()) {
                buffer.clear();
                int length = channel.read(buffer);
                if (length > 0) {
                    buffer.flip().get(bytes, 0, length);
                }
                if (key.attachment() instanceof Stream stream) {
                    read(stream, length);
                } else {
                    read((Fetch) key.attachment(), key, length);
                }
            }
        } catch (IOException | RuntimeException e) {
            broken(key, String.valueOf(e.getMessage()));
        }
    }

    private byte[] streamOf(Stream stream) {
        String from = eventIds.get(stream.revision());
        return request(
                stream,
                "/sdk/v1/stream",
                "Accept: text/event-stream\r\n" + (from == null ? "" : "Last-Event-ID: " + from + "\r\n"));
    }

    private byte[] request(Stream stream, String path, String more) {
        String host = server.getHostString() + ":" + server.getPort();
        return Answer.request("GET", path, host, sdkKey, stream.instance(), more);
    }

    private void read(Stream stream, int length) {
        if (length > 0) {
            stream.feed(bytes, length);
        } else {
            throw new IllegalStateException("closed by the server");
        }
    }

    private void broken(SelectionKey key, String why) {
        if (key.attachment() instanceof Stream stream) {
            if (stream.key() == key) {
                tally.mishap(why);
                drop(stream);
                again(stream, Duration.ofMillis(1_000 + random.nextInt(2_000)));
            }
        } else {
            close(key);
            tally.mishap("a fetch: " + why);
            fetchLater(((Fetch) key.attachment()).stream(), 1_000);
        }
    }

    private void drop(Stream stream) {
        SelectionKey key = stream.key();
        if (key != null) {
            close(key);
            if (!stream.isLetIn()) {
                onTheWay--;
            }
            if (stream.isLive()) {
                tally.count(-1);
            }
            stream.gone();
        }
    }

    private void again(Stream stream, Duration delay) {
        if (wanted) {
            agenda.add(delay, () -> waiting.add(stream));
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }

    /** The server has taken a connection as a stream; until it is live it may still have to fetch its state. */
    void letIn() {
        onTheWay--;
    }

    /** The server does not take this stream now. */
    void refused(Stream stream, int status, int retryAfterSeconds) {
        tally.mishap("refused with " + status);
        drop(stream);
        again(stream, Duration.ofMillis(retryAfterSeconds * 1_000L + random.nextInt(1_000)));
    }

    /** The server asks this stream to leave after that time and to connect anew; it is served until then. */
    void sentAway(Stream stream, long reconnectAfterMillis) {
        tally.mishap("asked to connect anew");
        SelectionKey connection = stream.key();
        agenda.add(Duration.ofMillis(reconnectAfterMillis), () -> {
            if (connection != null && stream.key() == connection) {
                drop(stream);
                waiting.add(stream);
            }
        });
    }

    /** A stream has the state that was current when it came. */
    void becameLive(Stream stream) {
        tally.count(1);
        SelectionKey key = stream.key();
        if (stream.index() < deaf && key != null) {
            key.interestOps(0);
        }
    }

    /** The server says over what time acknowledgements are to be spread. */
    void askedToSpread(long millis) {
        ackSpreadMillis = millis;
    }

    /** An event with a state passed. */
    void saw(long revision, String id, int eventLength, String data) {
        BiConsumer<Long, String> listener = onState;
        if (listener != null && !data.isEmpty()) {
            listener.accept(revision, data);
        }
        if (revision != newest) {
            eventIds.putIfAbsent(revision, id);
            newest = Math.max(newest, revision);
        }
        lastDeltaBytes = eventLength;
    }

    /** A stream has a newer state. */
    void arrived(Stream stream, long before) {
        if (before > 0) {
            arrivals.arrived(before, stream.revision(), System.nanoTime());
        }
        Consumer<Stream> listener = onArrival;
        if (listener != null) {
            listener.accept(stream);
        }
    }

    /** One fetch of a whole state. */
    private record Fetch(Stream stream, Answer answer) {}

    /** A stream was told to fetch the state by itself within this time. */
    void fetchLater(Stream stream, long withinMillis) {
        SelectionKey connection = stream.key();
        agenda.add(Duration.ofMillis(random.nextLong(withinMillis + 1)), () -> {
            if (connection != null && stream.key() == connection) {
                fetch(stream);
            }
        });
    }

    private void fetch(Stream stream) {
        try {
            begin(stream.index(), false).register(selector, SelectionKey.OP_CONNECT, new Fetch(stream, new Answer()));
        } catch (IOException e) {
            tally.mishap("no fetch begun: " + e.getMessage());
            fetchLater(stream, 1_000);
        }
    }

    private void read(Fetch fetch, SelectionKey own, int length) {
        Answer answer = fetch.answer();
        if (length < 0) {
            throw new IllegalStateException("closed by the server");
        }
        if (answer.feed(bytes, length)) {
            SelectionKey mine = fetch.stream().key();
            close(own);
            String etag = answer.etag();
            if (answer.status() == 200 && etag != null) {
                fetchedBytes.addAndGet(answer.bodyBytes());
                String id = etag.replace("\"", "").replace("W/", "");
                long revision = Long.parseLong(id.split(":")[1]);
                saw(revision, id, lastDeltaBytes, "");
                fetch.stream().fetched(revision);
            } else if (mine != null) {
                tally.mishap("a fetch: refused with " + answer.status());
                fetchLater(fetch.stream(), 1_000L * (1 + answer.retryAfterSeconds()));
            }
        }
    }
}
