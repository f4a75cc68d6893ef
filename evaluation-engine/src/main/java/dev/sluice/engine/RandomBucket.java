package dev.sluice.engine;

/** Draws for splits {@code "by": "random"}; the only randomness of the engine, and it is handed in. */
@FunctionalInterface
public interface RandomBucket {

    /** A number from 0 to {@code buckets - 1}, each equally likely, drawn afresh. Called from many threads at once. */
    int draw(int buckets);
}
