package dev.sluice.server.stream;

import java.time.Duration;

/**
 * What a node allows its streams, and by which times it treats them.
 *
 * @param most sessions held at once; 0 = as many as the process may open files for
 * @param perSecond sessions let in a second, and at once after a pause
 * @param heartbeat the time between two heartbeats of a session
 * @param stall how long a session may take no byte of what waits for it
 * @param life how long a session lives before it is asked to connect anew, give or take a fifth
 * @param drain the longest time across which a node that goes away sends its sessions away
 * @param largestEvent bytes of the largest event that is streamed; what is larger is fetched
 */
public record StreamLimits(
        int most, int perSecond, Duration heartbeat, Duration stall, Duration life, Duration drain, int largestEvent) {

    /** What holds unless the operator says otherwise. */
    public static final StreamLimits STANDARD = new StreamLimits(
            0,
            2_000,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofSeconds(20),
            256 * 1024);

    /** The same with another number of sessions and another rate. */
    public StreamLimits admitting(int sessions, int eachSecond) {
        return new StreamLimits(sessions, eachSecond, heartbeat, stall, life, drain, largestEvent);
    }

    StreamLimits beating(Duration every) {
        return new StreamLimits(most, perSecond, every, stall, life, drain, largestEvent);
    }

    StreamLimits stalling(Duration longest) {
        return new StreamLimits(most, perSecond, heartbeat, longest, life, drain, largestEvent);
    }

    StreamLimits living(Duration longest) {
        return new StreamLimits(most, perSecond, heartbeat, stall, longest, drain, largestEvent);
    }

    StreamLimits draining(Duration across) {
        return new StreamLimits(most, perSecond, heartbeat, stall, life, across, largestEvent);
    }
}
