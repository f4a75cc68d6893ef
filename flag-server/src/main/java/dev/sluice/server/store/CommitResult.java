package dev.sluice.server.store;

/** What became of a commit. */
public enum CommitResult {
    /** All of it is stored. */
    WRITTEN,
    /** Nothing is stored: the project or one of the environments had moved on. */
    CONFLICT
}
