package dev.sluice.engine.model;

/** What a rule or the fallthrough gives to those who reach it: one variation, or a split. */
public sealed interface Serve permits Fixed, Split {}
