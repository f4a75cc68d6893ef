package dev.sluice.server.measures;

import dev.sluice.server.store.EnvironmentId;

/** A flag of an environment, as somebody reported it. */
record FlagId(EnvironmentId environment, String flag) {}
