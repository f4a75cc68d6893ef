package dev.sluice.sdk;

/** A listener that was added; closing it takes the listener away. Thread-safe, and of no effect a second time. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Takes the listener away; a call to it that is under way is not waited for. */
    @Override
    void close();
}
