package dev.sluice.engine.model;

/** What came of reading a segment's record. */
public sealed interface SegmentReading {

    /** Read whole. */
    record Understood(Segment segment) implements SegmentReading {}

    /**
     * Not to be decided by; the last good form goes on.
     *
     * @param why for people, never with the names of users
     */
    record NotUnderstood(String why) implements SegmentReading {}
}
