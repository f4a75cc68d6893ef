package dev.sluice.engine;

/**
 * A point in an environment's history. Ordered by (generation, number): a lower one is never accepted in place of a higher
 * one. Two revisions with the same generation but different random parts compare as equal when their numbers are: that is a
 * fork, which {@link StateId#standingOf} tells apart.
 *
 * @param number +1 per change of the environment; 0 is the empty beginning
 */
@SuppressWarnings("ComparableAndComparator")
public record Revision(Epoch epoch, long number) implements Comparable<Revision> {

    public Revision {
        if (number < 0) {
            throw new IllegalArgumentException("revision: " + number + " is not allowed; expected 0 or more");
        }
    }

    @Override
    public int compareTo(Revision other) {
        int byGeneration = Long.compare(epoch.generation(), other.epoch.generation());
        return byGeneration != 0 ? byGeneration : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return epoch + ":" + number;
    }
}
