package dev.sluice.server.stream;

/** A call of an SDK that is refused; whoever maps errors to HTTP makes a problem document of it. */
public final class SdkRefusedException extends RuntimeException {

    /** The kind of problem that a node has which holds as many streams as it may. */
    public static final String TOO_MANY_STREAMS = "too-many-streams";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;
    private final String title;
    private final int retryAfterSeconds;

    SdkRefusedException(int status, String kind, String title, String detail, int retryAfterSeconds) {
        super(detail);
        this.status = status;
        this.kind = kind;
        this.title = title;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The last part of the problem's type. */
    public String kind() {
        return kind;
    }

    /** What kind of problem it is, for people. */
    public String title() {
        return title;
    }

    /** Seconds after which to try again; 0 = no advice. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
