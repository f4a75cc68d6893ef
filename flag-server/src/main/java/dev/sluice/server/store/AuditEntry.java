package dev.sluice.server.store;

/**
 * What a writer tells the audit log; the store layer adds number, time and the digest of the entry before.
 *
 * @param actor who, by name; never a secret
 * @param action what, as a stable word such as {@code flag.off}
 * @param comment why, in the actor's words; may be empty
 * @param details JSON with the subject, before and after
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are opaque here, shared and never changed
public record AuditEntry(String actor, String action, String comment, byte[] details) {}
