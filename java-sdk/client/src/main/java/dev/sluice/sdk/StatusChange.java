package dev.sluice.sdk;

/**
 * A client's status changed.
 *
 * @param before what it was
 * @param after what it is; never the same
 */
public record StatusChange(ClientStatus before, ClientStatus after) {}
