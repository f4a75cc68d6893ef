package dev.sluice.server.fleet;

/**
 * How an SDK instance names itself on every call.
 *
 * @param instance a UUID per process
 * @param application {@code name/version}
 * @param sdk {@code name/version} of the SDK
 */
public record Identity(String instance, String application, String sdk) {

    private static final int LONGEST = 200;

    /** Cuts what is too long, and replaces what could forge a line of a log. */
    public Identity {
        instance = tame(instance);
        application = tame(application);
        sdk = tame(sdk);
    }

    private static String tame(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
