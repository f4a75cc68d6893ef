package dev.sluice.server.store;

/**
 * The end of a project's audit chain.
 *
 * @param seq number of the last entry; 0 = none yet
 * @param digest its digest, 64 hex digits; empty for none
 */
public record AuditHead(long seq, String digest) {

    /** The head of an empty chain. */
    public static final AuditHead NONE = new AuditHead(0, "");
}
