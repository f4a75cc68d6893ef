package dev.sluice.engine;

/** The two kinds of record that an environment holds. */
public enum RecordKind {
    FLAG("flag"),
    SEGMENT("segment");

    private final String text;

    RecordKind(String text) {
        this.text = text;
    }

    /** The kind as it enters a {@link RecordHash}: {@code flag} or {@code segment}. */
    @Override
    public String toString() {
        return text;
    }
}
