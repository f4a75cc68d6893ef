package dev.sluice.server.store.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The master that the Sentinels agreed on. All are asked at once; among those who answer, the one whose knowledge is newest counts,
 * as soon as a majority has spoken: a Sentinel that is cut off with the old master goes on naming it.
 */
final class SentinelTopology implements Topology {

    /** What one Sentinel says. */
    private record Word(long epoch, Master master) {}

    private final RedisClient client;
    private final List<RedisURI> sentinels;
    private final String masterName;
    private volatile @Nullable Word newest;

    SentinelTopology(RedisClient client, RedisAddress address) {
        this.client = client;
        this.sentinels = address.sentinels();
        this.masterName = address.masterName();
    }

    @Override
    public @Nullable Master master(int slot) {
        Word word = newest;
        return word == null ? null : word.master();
    }

    @Override
    public List<Master> masters() {
        Word word = newest;
        return word == null ? List.of() : List.of(word.master());
    }

    @Override
    public CompletionStage<?> refresh() {
        var poll = new Poll(sentinels.size());
        sentinels.forEach(sentinel -> ask(sentinel).whenComplete(poll::heard));
        return poll.result.thenAccept(this::take);
    }

    /** Nobody goes back to an older word, or a Sentinel of the losing side could undo what the others had said. */
    private synchronized void take(Word word) {
        Word known = newest;
        if (known == null || word.epoch() >= known.epoch()) {
            newest = word;
        }
    }

    private CompletionStage<Word> ask(RedisURI sentinel) {
        return client.connectSentinelAsync(StringCodec.UTF8, sentinel)
                .thenCompose(connection -> connection
                        .async()
                        .master(masterName)
                        .thenApply(SentinelTopology::word)
                        .whenComplete((word, error) -> connection.closeAsync()));
    }

    private static Word word(Map<String, String> answer) {
        int replicas = Integer.parseInt(answer.getOrDefault("num-slaves", "0"));
        return new Word(
                Long.parseLong(answer.getOrDefault("config-epoch", "0")),
                new Master(
                        Objects.requireNonNull(answer.get("ip")),
                        Integer.parseInt(Objects.requireNonNull(answer.get("port"))),
                        1 + replicas));
    }

    /** Collects answers until a majority has given one, or all have given or failed. */
    private static final class Poll {

        private final CompletableFuture<Word> result = new CompletableFuture<>();
        private final int asked;
        private int done;
        private int answered;
        private @Nullable Word best;

        Poll(int asked) {
            this.asked = asked;
        }

        synchronized void heard(@Nullable Word word, @Nullable Throwable error) {
            done++;
            if (word != null) {
                answered++;
                if (best == null || word.epoch() > best.epoch()) {
                    best = word;
                }
            }
            if (best != null && (answered > asked / 2 || done == asked)) {
                result.complete(best);
            } else if (done == asked && error != null) {
                result.completeExceptionally(error);
            }
        }
    }
}
