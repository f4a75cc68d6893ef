package dev.sluice.server.store;

import java.util.Collections;
import java.util.SortedMap;

/** One project with its environments, as this node holds it. Immutable; the byte arrays are shared and must not be changed. */
public final class ProjectState {

    private final String key;
    private final Lineage lineage;
    private final DocumentsId documentsId;
    private final byte[] document;
    private final SortedMap<String, byte[]> flags;
    private final SortedMap<String, byte[]> keys;
    private final SortedMap<String, EnvironmentState> environments;
    private final AuditHead auditHead;

    ProjectState(
            String key,
            Lineage lineage,
            DocumentsId documentsId,
            byte[] document,
            SortedMap<String, byte[]> flags,
            SortedMap<String, byte[]> keys,
            SortedMap<String, EnvironmentState> environments,
            AuditHead auditHead) {
        this.key = key;
        this.lineage = lineage;
        this.documentsId = documentsId;
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
        return documentsId.revision();
    }

    /** The same revision with what tells it from another of its number. */
    public DocumentsId documentsId() {
        return documentsId;
    }

    /** Which history of this project this is. */
    public Lineage lineage() {
        return lineage;
    }

    /** The project's document, as written. */
    public byte[] document() {
        return document;
    }

    /** Flag definitions, as written. */
    public SortedMap<String, byte[]> flags() {
        return flags;
    }

    /** Keys by their id, as written (digests, never the keys themselves); in a project of Sluice's own, whatever else opens something. */
    public SortedMap<String, byte[]> keys() {
        return keys;
    }

    /** The environments by key. */
    public SortedMap<String, EnvironmentState> environments() {
        return environments;
    }

    /** The same with another document, other keys and other environments. */
    public ProjectState with(
            byte[] otherDocument,
            SortedMap<String, byte[]> otherKeys,
            SortedMap<String, EnvironmentState> otherEnvironments) {
        return new ProjectState(
                key, lineage, documentsId, otherDocument, flags, otherKeys, otherEnvironments, auditHead);
    }

    /** The last audit entry that this state knows of. */
    public AuditHead auditHead() {
        return auditHead;
    }

    @Override
    public String toString() {
        return key + "@" + documentsId.revision() + environments.values();
    }
}
