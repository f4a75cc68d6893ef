package dev.sluice.swarm;

import java.net.URI;
import java.util.OptionalLong;

/** A server that is measured: takes a change and tells all streams. */
interface Target extends AutoCloseable {

    /** How results call it. */
    String name();

    /** Where it answers. */
    URI uri();

    /** What its streams authenticate with. */
    String sdkKey();

    /** Its process. */
    long pid();

    /** The process of its Redis, if it has one. */
    OptionalLong redisPid();

    /**
     * Makes a change and returns when it is answered.
     *
     * @return its revision, one more than that of the change before
     */
    long change() throws Exception;

    @Override
    void close() throws Exception;
}
