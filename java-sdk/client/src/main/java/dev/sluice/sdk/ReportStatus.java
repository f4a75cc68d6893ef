package dev.sluice.sdk;

/**
 * What became of the counts of evaluations that a client reports to its server.
 *
 * @param on whether counts are kept and reported at all
 * @param taken windows that a server took
 * @param droppedWindows windows that were given up: a server refused them, or never said whether it had them
 * @param counted evaluations that were counted, those without an answer too; as of the newest window, so up to 10 seconds ago
 * @param uncounted evaluations that were answered, but are in no window, since too many different ones were asked for
 */
public record ReportStatus(boolean on, long taken, long droppedWindows, long counted, long uncounted) {

    static final ReportStatus OFF = new ReportStatus(false, 0, 0, 0, 0);
}
