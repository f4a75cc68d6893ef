package dev.sluice.server.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Where nodes of one test meet: a channel for each and one registry, in this process's memory. Loss and outages are the test's. */
public final class InMemoryNodes {

    private final InstantSource clock;
    private final Map<String, Channel> channels = new TreeMap<>();
    private final Map<String, Signed> signed = new TreeMap<>();
    private final List<String> left = new ArrayList<>();
    private BooleanSupplier lost = () -> false;
    private boolean away;

    private record Signed(NodeRegistry.Entry entry, Instant at) {}

    public InMemoryNodes(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on each message is lost if this says so. */
    public synchronized void lose(BooleanSupplier which) {
        lost = which;
    }

    /** Cuts the registry off, or lets it come back. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** A node's end of the channel. */
    public synchronized NodeChannel channel(String node) {
        return channels.computeIfAbsent(node, Channel::new);
    }

    /** A node's messages go nowhere and none reach it: as if it were stopped. */
    public synchronized void silence(String node) {
        channels.remove(node);
    }

    public NodeRegistry registry() {
        return new Registry();
    }

    private synchronized void deliver(String from, String to, byte[] message) {
        NodeChannel.check(message);
        Channel sender = channels.get(from);
        Channel receiver = channels.get(to);
        if (sender != null && receiver != null && !from.equals(to) && !lost.getAsBoolean()) {
            receiver.listeners.forEach(listener -> listener.accept(from, message.clone()));
        }
    }

    private final class Channel implements NodeChannel {

        private final String node;
        private final List<BiConsumer<String, byte[]>> listeners = new CopyOnWriteArrayList<>();

        Channel(String node) {
            this.node = node;
        }

        @Override
        public void tell(String to, byte[] message) {
            deliver(node, to, message);
        }

        @Override
        public void tellAll(byte[] message) {
            synchronized (InMemoryNodes.this) {
                NodeChannel.check(message);
                List.copyOf(channels.keySet()).forEach(to -> deliver(node, to, message));
            }
        }

        @Override
        public void onMessage(BiConsumer<String, byte[]> listener) {
            listeners.add(listener);
        }
    }

    private final class Registry implements NodeRegistry {

        @Override
        public Future<Roll> sign(Entry self) {
            synchronized (InMemoryNodes.this) {
                if (!away) {
                    signed.put(self.name(), new Signed(self, clock.instant()));
                }
                return read();
            }
        }

        @Override
        public Future<Roll> read() {
            synchronized (InMemoryNodes.this) {
                if (away) {
                    return Future.failedFuture(new StoreUnavailableException("the test took it away", null));
                }
                Instant now = clock.instant();
                List<Seen> seen = new ArrayList<>();
                signed.values().forEach(each -> {
                    Duration silence = Duration.between(each.at(), now);
                    if (silence.compareTo(REMEMBERED) < 0) {
                        seen.add(new Seen(each.entry(), silence));
                    }
                });
                return Future.succeededFuture(new Roll(now, seen, left));
            }
        }

        @Override
        public Future<Void> leave(String name) {
            synchronized (InMemoryNodes.this) {
                signed.remove(name);
                left.add(name);
                return Future.succeededFuture();
            }
        }
    }
}
