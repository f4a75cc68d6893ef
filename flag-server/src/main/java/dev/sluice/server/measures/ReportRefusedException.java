package dev.sluice.server.measures;

/** A report that is not taken. The message names the field, what was given, and what is allowed. */
public final class ReportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it is not taken. */
    public enum Kind {
        /** It is not a report: it will be refused again. */
        INVALID,
        /** It is too large: it will be refused again. */
        TOO_LARGE,
        /** There is no room for it now: surely nothing of it was taken. */
        NO_ROOM
    }

    private final Kind kind;

    ReportRefusedException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static ReportRefusedException invalid(String field, String given, String expected) {
        return new ReportRefusedException(Kind.INVALID, field + ": " + given + " is not allowed; expected " + expected);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }
}
