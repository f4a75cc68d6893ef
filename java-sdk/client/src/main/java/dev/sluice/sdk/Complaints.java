package dev.sluice.sdk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.engine.ErrorCode;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's log, in which each distinct complaint appears once in 10 minutes.
 *
 * <p>An application asks thousands of times a second, and a server that is away is asked for hours: what goes wrong, goes
 * wrong again. At most 1,000 complaints are remembered; beyond that the oldest may be repeated sooner. Never told: keys
 * and contexts. Thread-safe.
 */
final class Complaints {

    static final Logger LOG = LoggerFactory.getLogger("dev.sluice.sdk");

    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 1_000;

    private final Cache<Object, Boolean> said;

    Complaints(LongSupplier nanos) {
        this.said = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(AGAIN_AFTER)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** A flag gave its default. */
    void flag(String flag, ErrorCode code) {
        if (firstTime(new FlagComplaint(flag, code))) {
            LOG.warn("Flag '{}' gives the default of the code: {}", flag, code);
        }
    }

    /** Something that heals by itself. */
    void warn(String what) {
        if (firstTime(what)) {
            LOG.warn("{}", what);
        }
    }

    /** Something that a human must look at. */
    void error(String what) {
        if (firstTime(what)) {
            LOG.error("{}", what);
        }
    }

    /** A mistake in the client's own code. */
    void bug(Throwable thrown) {
        if (firstTime(thrown.getClass().getName())) {
            LOG.error("The flag client met an unexpected error; it goes on", thrown);
        }
    }

    private boolean firstTime(Object complaint) {
        return said.asMap().putIfAbsent(complaint, Boolean.TRUE) == null;
    }

    private record FlagComplaint(String flag, ErrorCode code) {}
}
