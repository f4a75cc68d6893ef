package dev.sluice.swarm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.channels.SelectionKey;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One member of the swarm: what it has, and its connection while there is one. Owned by the thread of its {@link Streams}. */
final class Stream implements EventDecoder.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final Streams streams;
    private final int index;
    private final String instance;
    private @Nullable SelectionKey key;
    private EventDecoder decoder = new EventDecoder(this);
    private long revision;
    private String session = "";
    private boolean letIn;
    private boolean live;
    private boolean fetching;
    private long held;

    Stream(Streams streams, int index, SplittableRandom random) {
        this.streams = streams;
        this.index = index;
        this.instance = new java.util.UUID(random.nextLong(), random.nextLong()).toString();
    }

    int index() {
        return index;
    }

    String instance() {
        return instance;
    }

    /** The server's name for this connection; empty before it said hello. */
    String session() {
        return session;
    }

    /** The newest revision that has arrived; 0 if none. */
    long revision() {
        return revision;
    }

    /** Whether the server has taken its connection as a stream. */
    boolean isLetIn() {
        return letIn;
    }

    /** Whether it is connected and has the state that was current when it came. */
    boolean isLive() {
        return live;
    }

    @Nullable
    SelectionKey key() {
        return key;
    }

    /** A new connection begins. */
    void connecting(SelectionKey connection) {
        key = connection;
        decoder = new EventDecoder(this);
    }

    /** The connection is gone; what it has stays. */
    void gone() {
        key = null;
        letIn = false;
        live = false;
        fetching = false;
        held = 0;
        session = "";
    }

    /** What it had is lost too. */
    void forget() {
        revision = 0;
    }

    void feed(byte[] bytes, int length) {
        decoder.feed(bytes, 0, length);
    }

    @Override
    public boolean reads(EventDecoder.Kind kind) {
        return kind.isShort() || (index == 0 && kind == EventDecoder.Kind.DELTA);
    }

    @Override
    public void answered(int status, int retryAfterSeconds) {
        if (status == OK) {
            letIn = true;
            streams.letIn();
        } else {
            streams.refused(this, status, retryAfterSeconds);
        }
    }

    @Override
    public void event(EventDecoder.Kind kind, String id, long newer, String data, int bytes) {
        switch (kind) {
            case HELLO -> {
                JsonNode hello = read(data);
                session = hello.path("session").asText();
                streams.askedToSpread(hello.path("ackSpreadMillis").asLong());
            }
            case SNAPSHOT, DELTA -> {
                streams.saw(newer, id, bytes, data);
                if (fetching) {
                    held = newer;
                } else {
                    has(newer);
                }
            }
            case REFETCH -> {
                fetching = true;
                streams.fetchLater(this, read(data).path("withinMillis").asLong());
            }
            case HEARTBEAT -> {
                if (!fetching && !live) {
                    live = true;
                    streams.becameLive(this);
                }
            }
            case BYE ->
                streams.sentAway(this, read(data).path("reconnectAfterMillis").asLong());
            case OTHER -> {}
        }
    }

    /** The state that it was told to fetch is here. */
    void fetched(long newer) {
        if (fetching) {
            fetching = false;
            has(Math.max(newer, held));
        }
    }

    private void has(long newer) {
        if (newer > revision) {
            long before = revision;
            revision = newer;
            streams.arrived(this, before);
        }
        if (!live) {
            live = true;
            streams.becameLive(this);
        }
    }

    private static JsonNode read(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's data is not JSON: " + data, e);
        }
    }
}
