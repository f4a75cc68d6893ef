package dev.sluice.engine;

/** Temporary. */
record SegmentUnit() {}
