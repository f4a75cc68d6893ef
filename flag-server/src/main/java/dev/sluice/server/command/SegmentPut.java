package dev.sluice.server.command;

/**
 * A segment that was put in its place.
 *
 * @param segment as it is now
 * @param made whether there was none
 */
public record SegmentPut(Stored<SegmentDocument> segment, boolean made) {}
