package dev.sluice.server.stream;

import dev.sluice.server.store.EnvironmentId;

/**
 * Who calls an SDK route, as authentication found it.
 *
 * @param environment the environment that the key belongs to
 * @param keyId id of the key (not the key); revoking it cuts the streams that it opened
 */
public record SdkCaller(EnvironmentId environment, String keyId) {}
