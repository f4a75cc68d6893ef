package dev.sluice.engine;

/** Temporary. */
record FlagUnit(CompiledFlag compiled) {}
