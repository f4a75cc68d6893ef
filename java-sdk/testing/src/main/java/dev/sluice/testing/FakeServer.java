package dev.sluice.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.wire.Delta;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A flag server of one environment and one process: it holds the state, streams it, and hears who has it in force. One lock for
 * all of it; whoever changes the state waits on that lock until everyone in contact has acknowledged. Thread-safe.
 */
final class FakeServer implements LoopbackHttp.Handler, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ACKNOWLEDGED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long REPORT_EVERY_MILLIS = 100;
    private static final long HEARTBEAT_EVERY_MILLIS = 10_000;

    /** A stream that somebody follows, and what they said last. */
    private static final class Session {

        private final String name;
        private final LoopbackHttp.Stream stream;
        private long acknowledged = -1;

        Session(String name, LoopbackHttp.Stream stream) {
            this.name = name;
            this.stream = stream;
        }
    }

    private final String sdkKey;
    private final WireCodec codec = new WireCodec();
    private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final LoopbackHttp http;
    private Replica replica = Replica.initial(new Epoch(1, "fake"));
    private boolean inContact = true;
    private boolean refusing;
    private boolean closed;
    private int named;

    FakeServer(String sdkKey) {
        this.sdkKey = sdkKey;
        this.http = new LoopbackHttp(this);
        LoopbackHttp.daemon("fake-flags-heartbeat", this::beat);
    }

    URI uri() {
        return http.uri();
    }

    synchronized boolean inContact() {
        return inContact && !refusing;
    }

    List<JsonNode> reports() {
        return List.copyOf(reports);
    }

    void put(Flag flag) {
        put(flag.key(), codec.write(flag));
    }

    synchronized void put(String key, byte[] record) {
        change(Map.of(key, Optional.of(WireRecord.of(RecordKind.FLAG, key, record))));
    }

    synchronized void remove(String key) {
        if (replica.flags().containsKey(key)) {
            change(Map.of(key, Optional.empty()));
        }
    }

    synchronized void clear() {
        TreeMap<String, Optional<WireRecord>> all = new TreeMap<>();
        replica.flags().keySet().forEach(key -> all.put(key, Optional.empty()));
        if (!all.isEmpty()) {
            change(all);
        }
    }

    private void change(Map<String, Optional<WireRecord>> flags) {
        StateId before = replica.id();
        EnvironmentHash hash = before.hash();
        for (Map.Entry<String, Optional<WireRecord>> each : flags.entrySet()) {
            WireRecord old = replica.flags().get(each.getKey());
            hash = old == null ? hash : hash.minus(old.h());
            hash = each.getValue().isPresent() ? hash.plus(each.getValue().get().h()) : hash;
        }
        Delta delta = new Delta(
                before.epoch(),
                before.revision(),
                before.hash(),
                before.revision() + 1,
                hash,
                new TreeMap<>(flags),
                new TreeMap<>(),
                true);
        replica = replica.apply(delta);
        if (inContact) {
            String event = event("delta", codec.encodeDelta(delta));
            sessions.forEach(session -> session.stream.send(event));
            awaitAcknowledged();
        }
    }

    synchronized void loseContact() {
        if (inContact) {
            inContact = false;
            sessions.forEach(session -> session.stream.send("event: stale\ndata: {}\n\n"));
        }
    }

    synchronized void regainContact() {
        if (!inContact) {
            inContact = true;
            String event = snapshot() + "event: fresh\ndata: {}\n\n";
            sessions.forEach(session -> session.stream.send(event));
            awaitAcknowledged();
        }
    }

    synchronized void refuse() {
        refusing = true;
        sessions.forEach(session ->
                session.stream.send("event: bye\ndata: {\"reason\":\"revoked\",\"reconnectAfterMillis\":0}\n\n"));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        http.close();
    }

    @Override
    public void answer(LoopbackHttp.Call call, LoopbackHttp.Reply reply) throws IOException {
        if (!isAllowed(call)) {
            reply.send(401);
            return;
        }
        switch (call.path()) {
            case "/sdk/v1/stream" -> follow(call, reply);
            case "/sdk/v1/snapshot" -> poll(reply);
            case "/sdk/v1/ack" -> {
                acknowledged(JSON.readTree(call.body()));
                reply.send(202);
            }
            case "/sdk/v1/goodbye" -> {
                leave(JSON.readTree(call.body()).path("session").asText());
                reply.send(202);
            }
            case "/sdk/v1/report" -> {
                reports.add(JSON.readTree(call.body()));
                reply.send(202);
            }
            default -> reply.send(404);
        }
    }

    private synchronized boolean isAllowed(LoopbackHttp.Call call) {
        return !refusing && call.header("Authorization").equals("Bearer " + sdkKey);
    }

    private synchronized void follow(LoopbackHttp.Call call, LoopbackHttp.Reply reply) throws IOException {
        Session session = new Session("s" + ++named, reply.stream());
        session.stream.send("event: hello\ndata: {\"session\":\"" + session.name
                + "\",\"node\":\"fake\",\"ackSpreadMillis\":0,\"reportEveryMillis\":" + REPORT_EVERY_MILLIS
                + ",\"project\":\"fake\",\"environment\":\"test\"}\n\n");
        if (!inContact) {
            session.stream.send("event: stale\ndata: {}\n\n");
        } else if (call.header("Last-Event-ID").equals(replica.id().eventId().toString())) {
            session.stream.send(heartbeat());
        } else {
            session.stream.send(snapshot());
        }
        sessions.add(session);
    }

    private void poll(LoopbackHttp.Reply reply) throws IOException {
        byte @Nullable [] state;
        synchronized (this) {
            state = inContact ? codec.encodeSnapshot(replica.id(), replica.flags(), replica.segments()) : null;
        }
        if (state == null) {
            reply.send(503);
        } else {
            reply.json(state);
        }
    }

    private synchronized void acknowledged(JsonNode ack) {
        for (Session session : sessions) {
            if (session.name.equals(ack.path("session").asText())) {
                session.acknowledged =
                        Math.max(session.acknowledged, ack.path("revision").asLong(-1));
            }
        }
        notifyAll();
    }

    private synchronized void leave(String session) {
        sessions.removeIf(each -> each.name.equals(session));
        notifyAll();
    }

    private void awaitAcknowledged() {
        long until = System.nanoTime() + ACKNOWLEDGED_WITHIN_NANOS;
        for (SortedSet<String> laggards = laggards();
                !laggards.isEmpty() && !refusing && !closed;
                laggards = laggards()) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException("The flags are at revision "
                        + replica.id().revision() + ", and after 10 s these sessions have not"
                        + " said that they have it: " + laggards + "; is a client stopped by a debugger?");
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while clients took a change of flags", interrupted);
            }
        }
    }

    /** Those who follow and have not said that they have the newest state. */
    private SortedSet<String> laggards() {
        sessions.removeIf(session -> session.stream.isBroken());
        TreeSet<String> laggards = new TreeSet<>();
        for (Session session : sessions) {
            if (session.acknowledged < replica.id().revision()) {
                laggards.add(session.name);
            }
        }
        return laggards;
    }

    private String snapshot() {
        return event("snapshot", codec.encodeSnapshot(replica.id(), replica.flags(), replica.segments()));
    }

    private String event(String type, byte[] data) {
        return "event: " + type + "\nid: " + replica.id().eventId() + "\ndata: " + new String(data, UTF_8) + "\n\n";
    }

    private String heartbeat() {
        StateId id = replica.id();
        return "event: heartbeat\ndata: {\"epoch\":\"" + id.epoch() + "\",\"revision\":" + id.revision()
                + ",\"hash\":\"" + id.hash() + "\"}\n\n";
    }

    /** Says something now and then, so that a test may stand at a breakpoint for longer than a stream may be silent. */
    private synchronized void beat() {
        while (!closed) {
            try {
                wait(HEARTBEAT_EVERY_MILLIS);
            } catch (InterruptedException nobodyDoes) {
                return;
            }
            String beat = inContact ? heartbeat() : "event: stale\ndata: {}\n\n";
            sessions.forEach(session -> session.stream.send(beat));
        }
    }
}
