package dev.sluice.server.store;

/**
 * Identity of a project's own documents at one revision.
 *
 * @param revision starts at 1; 0 = none yet
 * @param stamp digest of the audit entry that was written with this revision, so that two histories of one number differ
 */
public record DocumentsId(long revision, String stamp) {

    /** No documents yet. */
    public static final DocumentsId NONE = new DocumentsId(0, "");
}
