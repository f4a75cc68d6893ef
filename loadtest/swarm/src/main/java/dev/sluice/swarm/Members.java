package dev.sluice.swarm;

/** Whoever holds streams and tells what arrives. */
interface Members extends AutoCloseable {

    /** The newest revision that any of them has. */
    long newest();

    /** Where they tell what arrives. */
    Arrivals arrivals();

    @Override
    void close() throws InterruptedException;
}
