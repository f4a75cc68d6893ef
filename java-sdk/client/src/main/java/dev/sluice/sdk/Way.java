package dev.sluice.sdk;

/**
 * One of two ways to do the same thing; see {@link Guarded}.
 *
 * @param <T> what it gives
 * @param <E> what it may throw; {@code RuntimeException} where nothing else
 */
@FunctionalInterface
public interface Way<T, E extends Exception> {

    /** Does it. */
    T go() throws E;
}
