package dev.sluice.rig.fault;

/** Signals to processes that the rig started itself. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: it stands still, with all its connections open. */
    public static void stop(long pid) {
        Commands.run("kill", "-STOP", String.valueOf(pid));
    }

    /** SIGCONT. */
    public static void resume(long pid) {
        Commands.run("kill", "-CONT", String.valueOf(pid));
    }

    /** SIGHUP: it reads its configuration again, if it is a program that does. */
    public static void reload(long pid) {
        Commands.run("kill", "-HUP", String.valueOf(pid));
    }
}
