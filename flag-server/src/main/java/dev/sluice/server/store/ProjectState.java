package dev.sluice.server.store;

import java.util.Collections;
import java.util.SortedMap;

/** One project with its environments, as this node holds it. Immutable; the byte arrays are shared and must not be changed. */
public final class ProjectState {

    private final String key;
    private final long revision;
    private final byte[] document;
    private final SortedMap<String, byte[]> flags;
    private final SortedMap<String, byte[]> keys;
    private final SortedMap<String, EnvironmentState> environments;
    private final AuditHead auditHead;

    ProjectState(
            String key,
            long revision,
            byte[] document,
            SortedMap<String, byte[]> flags,
            SortedMap<String, byte[]> keys,
            SortedMap<String, EnvironmentState> environments,
            AuditHead auditHead) {
        this.key = key;
        this.revision = revision;
        this.document = document;
        this.flags = Collections.unmodifiableSortedMap(flags);
        this.keys = Collections.unmodifiableSortedMap(keys);
        this.environments = Collections.unmodifiableSortedMap(environments);
        this.auditHead = auditHead;
    }

    /** The project's key. */
    public String key() {
        return key;
    }

    /** Revision of the project's own documents (document, flags, keys); starts at 1. */
    public long revision() {
        return revision;
    }

    /** The project's document, as written. */
    public byte[] document() {
        return document;
    }

    /** Flag definitions, as written. */
    public SortedMap<String, byte[]> flags() {
        return flags;
    }

    /** SDK and client keys by their id, as written (digests, never the keys themselves). */
    public SortedMap<String, byte[]> keys() {
        return keys;
    }

    /** The environments by key. */
    public SortedMap<String, EnvironmentState> environments() {
        return environments;
    }

    /** The last audit entry that this state knows of. */
    public AuditHead auditHead() {
        return auditHead;
    }

    @Override
    public String toString() {
        return key + "@" + revision + environments.values();
    }
}
