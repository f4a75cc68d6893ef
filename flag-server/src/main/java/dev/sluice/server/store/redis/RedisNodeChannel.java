package dev.sluice.server.store.redis;

import dev.sluice.server.store.NodeChannel;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages by Redis' publish and subscribe: one channel for all nodes, and one for each. Thread-safe. */
public final class RedisNodeChannel implements NodeChannel {

    private static final Logger log = LoggerFactory.getLogger(RedisNodeChannel.class);

    private final RedisLink link;
    private final String node;
    private final byte[] prefix;

    /** Over a link that the caller owns; {@code node} is this node's name. */
    public RedisNodeChannel(RedisLink link, String node) {
        this.link = link;
        this.node = node;
        this.prefix = RedisKeys.bytes(node + " ");
    }

    @Override
    public void tell(String to, byte[] message) {
        publish(RedisKeys.channelOf(to), message);
    }

    @Override
    public void tellAll(byte[] message) {
        publish(RedisKeys.NODES_CHANNEL, message);
    }

    private void publish(byte[] channel, byte[] message) {
        NodeChannel.check(message);
        byte[] signed = Arrays.copyOf(prefix, prefix.length + message.length);
        System.arraycopy(message, 0, signed, prefix.length, message.length);
        link.publish(channel, signed).whenComplete((heard, lost) -> {
            if (lost != null) {
                log.debug("a message between nodes got lost", lost);
            }
        });
    }

    @Override
    public void onMessage(BiConsumer<String, byte[]> listener) {
        link.onMessage(RedisKeys.NODES_CHANNEL, signed -> hear(signed, listener));
        link.onMessage(RedisKeys.channelOf(node), signed -> hear(signed, listener));
    }

    private void hear(byte[] signed, BiConsumer<String, byte[]> listener) {
        int space = 0;
        while (space < signed.length && signed[space] != ' ') {
            space++;
        }
        String from = Reply.text(Arrays.copyOf(signed, space));
        if (space < signed.length && !from.equals(node)) {
            listener.accept(from, Arrays.copyOfRange(signed, space + 1, signed.length));
        }
    }
}
