package dev.sluice.server.fleet;

/** Elapsed time in nanoseconds from an arbitrary start. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds now; only differences mean anything. */
    long nanos();
}
