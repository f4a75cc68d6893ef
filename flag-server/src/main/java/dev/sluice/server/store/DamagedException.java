package dev.sluice.server.store;

/** The store answers, but what it has under a project's name is not ours to read. The message says where and why. */
public final class DamagedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Made by the store layer. */
    public DamagedException(String message) {
        super(message);
    }
}
