package dev.sluice.server.store;

/**
 * A write would replace something stored that this version does not understand, as a newer one may have left it; nothing was written.
 * The message says where and what to do.
 */
public final class NotUnderstoodException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String WAYS_OUT =
            "; expected to be changed by a node of the version that wrote it, or to be deleted first";

    /**
     * Refuses.
     *
     * @param place what is stored there, for people
     * @param why what is not understood of it, without its content
     */
    public NotUnderstoodException(String place, String why) {
        super(place + ": " + why + WAYS_OUT);
    }
}
