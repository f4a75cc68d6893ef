package dev.sluice.server.store;

import org.jspecify.annotations.Nullable;

/** The store did not take a write, and nothing was written. The message says why and holds no secret. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What has to happen before a write is taken again. */
    public enum Cause {
        /** It passes by itself: trying again in a moment may help. */
        AWAY,
        /** The store can be read and has no room: a person must make some. */
        FULL,
        /** Store and node hold different histories: a person must choose a side. */
        DIVERGED,
        /** The store answers, but the project's last write is not on enough copies yet: until it is, the project is neither read nor written. */
        UNSETTLED
    }

    private final Cause kind;

    /** It passes by itself. Made by the store layer. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        this(Cause.AWAY, message, cause);
    }

    private StoreUnavailableException(Cause kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** It can be read and has no room for more. Made by the store layer. */
    public static StoreUnavailableException full(String message, @Nullable Throwable cause) {
        return new StoreUnavailableException(Cause.FULL, message, cause);
    }

    /** It holds another history than this node. Made by the store layer. */
    static StoreUnavailableException diverged(String message) {
        return new StoreUnavailableException(Cause.DIVERGED, message, null);
    }

    /** The last write of the project is not on enough copies. Made by the store layer. */
    public static StoreUnavailableException unsettled(String message, Throwable cause) {
        return new StoreUnavailableException(Cause.UNSETTLED, message, cause);
    }

    /** Whether a failure says that only one project can't be read, for the time being. */
    static boolean isUnsettled(Throwable failure) {
        return failure instanceof StoreUnavailableException unavailable && unavailable.kind == Cause.UNSETTLED;
    }

    /** What has to happen. */
    public Cause kind() {
        return kind;
    }
}
