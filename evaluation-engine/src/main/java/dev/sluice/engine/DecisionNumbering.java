package dev.sluice.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the decisions of a snapshot, and of those made from it, so that whoever counts decisions needs an array and no map: every
 * decision that a snapshot can give, but for errors, has an {@link Decision#ordinal ordinal} of its own. A number is never given to
 * another decision, also when its flag has changed since: what somebody counts late, by an older snapshot, is still counted right.
 *
 * <p>Snapshots that follow one another share a numbering until most of its numbers belong to decisions that are gone; the next one
 * then begins a new numbering, which is another object. Safe for any number of threads.
 */
public final class DecisionNumbering {
    /** So many numbers of decisions that are gone are never worth numbering everything anew for. */
    private static final int SPARE = 4_096;

    private static final int FIRST_ROOM = 16;

    private @Nullable DecisionKey[] keys = new DecisionKey[FIRST_ROOM];
    private int size;
    private int sizeWhenMade;

    DecisionNumbering() {}

    /** How many numbers are given so far; each ordinal is below. */
    public synchronized int size() {
        return size;
    }

    /** What the decision of an ordinal is counted by. */
    public synchronized DecisionKey key(int ordinal) {
        DecisionKey key = ordinal >= 0 && ordinal < size ? keys[ordinal] : null;
        if (key == null) {
            throw new IllegalArgumentException("ordinal: " + ordinal + " is not allowed; expected 0 to " + (size - 1));
        }
        return key;
    }

    synchronized int number(DecisionKey key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
        }
        keys[size] = key;
        return size++;
    }

    /** Remembers how many numbers one snapshot needs, after the first. */
    synchronized void made() {
        sizeWhenMade = size;
    }

    /** Whether most numbers belong to decisions that are gone. */
    synchronized boolean isWorn() {
        return size > 2 * sizeWhenMade + SPARE;
    }
}
