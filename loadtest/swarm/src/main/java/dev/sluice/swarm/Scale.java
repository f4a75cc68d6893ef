package dev.sluice.swarm;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds of each program in turn
 * @param changes in a round
 * @param warmUpChanges before the first round, so that both programs are compiled; with at most 1,000 streams
 * @param streams of the storm and of those who acknowledge
 * @param snapshotFlags flags of the large environment, of 10 kB each
 * @param writes of the one client
 * @param starts of the server
 * @param startFlags flags that it has then
 * @param load how long each load of polls takes
 * @param hold how long all streams are held
 */
record Scale(
        int rounds,
        int changes,
        int warmUpChanges,
        int streams,
        int snapshotFlags,
        int writes,
        int starts,
        int startFlags,
        Duration load,
        Duration hold) {

    static final Scale FULL =
            new Scale(3, 40, 300, 10_000, 500, 2_000, 5, 1_000, Duration.ofSeconds(4), Duration.ofSeconds(20));

    /** Everything for a moment: does it run? The figures mean nothing. */
    static final Scale SMOKE = new Scale(1, 3, 3, 40, 40, 10, 1, 10, Duration.ofMillis(200), Duration.ofSeconds(2));

    /** The same with another number of streams. */
    Scale ofStreams(int count) {
        return new Scale(rounds, changes, warmUpChanges, count, snapshotFlags, writes, starts, startFlags, load, hold);
    }
}
