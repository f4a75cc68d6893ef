package dev.sluice.server.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where measures are kept for a while: apart from the flags, under names of their own for each environment and flag, all of them with an
 * end. Nothing that serves an SDK waits for it. Fails with {@link StoreUnavailableException} while the store is away. Thread-safe.
 */
public interface MeasureStore {

    /** How long the numbers of a session are remembered after its last report. */
    Duration REMEMBERED = Duration.ofMinutes(20);

    /**
     * One window of reports, by its name.
     *
     * @param session the session it was told under
     * @param seq its number in that session, from 1
     */
    record Claim(String session, long seq) {}

    /**
     * A stretch of time of one flag.
     *
     * @param resolution name of the resolution
     * @param start its first second, since 1970
     */
    record ChunkId(EnvironmentId environment, String flag, String resolution, long start) {}

    /** Among the uses of flags, whose names have no such sign: when last a use could not be noted for want of room. */
    String UNNOTED = "!";

    /** What can be told of a flag's use. */
    enum Use {
        /** It was decided. */
        EVALUATED,
        /** Code declares it, or has asked for it. */
        DECLARED,
        /** It gave a variation: under {@code flag/variation}. */
        SERVED,
        /** An application decided, declared or asked for it: under {@code flag/application}. */
        BY_APPLICATION
    }

    /**
     * Takes windows that nobody has taken before; of several nodes exactly one gets each, in whatever order the numbers of a session
     * come. A session that skips numbers in more than 200 places loses the lowest of them: those count as taken.
     *
     * @param node who asks
     * @param token names this question: asked again under the same token, the answer is the same
     * @return for each whether it is the asker's
     */
    Future<List<Boolean>> claim(EnvironmentId environment, String node, String token, List<Claim> claims);

    /**
     * Stores or replaces one writer's content of a chunk.
     *
     * @param ttl how long it is kept from now
     */
    Future<Void> put(ChunkId chunk, String writer, byte[] content, Duration ttl);

    /** The contents of chunks, of all writers, in no order. */
    Future<List<byte[]>> read(List<ChunkId> chunks);

    /**
     * What is known of the use of an environment's flags.
     *
     * @param last when each was used last, to the minute
     * @param since when the first use of any was noted; null if none ever was
     * @param unnoted when last a use could not be noted for want of room; null if all were
     */
    record Uses(
            Map<String, Instant> last,
            @Nullable Instant since,
            @Nullable Instant unnoted) {

        /** Copies the map. */
        public Uses {
            last = Map.copyOf(last);
        }

        /**
         * From what was noted, {@link #UNNOTED} among it.
         *
         * @param since when the first use of any was noted; null if none ever was
         */
        public static Uses of(Map<String, Instant> noted, @Nullable Instant since) {
            Map<String, Instant> last = new HashMap<>(noted);
            Instant unnoted = last.remove(UNNOTED);
            return new Uses(last, since, unnoted);
        }
    }

    /** Notes when flags were used last. */
    Future<Void> used(EnvironmentId environment, Use use, Map<String, Instant> flags);

    /** Forgets the uses that were the last before a time. */
    Future<Void> forgetUses(EnvironmentId environment, Use use, Instant before);

    /** When flags were used last. */
    Future<Uses> used(EnvironmentId environment, Use use);
}
