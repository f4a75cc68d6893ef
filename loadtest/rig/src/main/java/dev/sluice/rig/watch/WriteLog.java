package dev.sluice.rig.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was written through REST, and what the caller was told about each write: done, surely not done, or nobody knows. Each carries its
 * number in the comment, so that the audit log can be compared with what was told. Thread-safe.
 */
public final class WriteLog {
    private static final String MARK = "write ";

    private final Map<Integer, Acknowledged> acknowledged = new TreeMap<>();
    private final Map<Integer, String> refused = new TreeMap<>();
    private final Map<Integer, String> unknown = new TreeMap<>();
    private final Set<Integer> storeTooSlow = new TreeSet<>();
    private int last;

    /** A write that was answered with success: the revision that it made, and when the answer came ({@code nanoTime}). */
    public record Acknowledged(long revision, long atNanos) {}

    /** The number of a write that is about to be sent, from 1. */
    public synchronized int begin() {
        return ++last;
    }

    /** The comment that a write carries. */
    public static String comment(int number) {
        return MARK + number;
    }

    /** It was answered with success. */
    public synchronized void acknowledged(int number, long revision) {
        acknowledged.put(number, new Acknowledged(revision, System.nanoTime()));
    }

    /** It was answered with an error that says that nothing was stored. */
    public synchronized void refused(int number, String why) {
        refused.put(number, why);
    }

    /** There was no answer, or one that says that nobody knows. */
    public synchronized void unknown(int number, String why) {
        unknown.put(number, why);
    }

    /** Besides: its answer came when the store had let the node wait for as long as a node waits, and said that. */
    public synchronized void storeTooSlow(int number) {
        storeTooSlow.add(number);
    }

    /** All that were acknowledged, by number. */
    public synchronized Map<Integer, Acknowledged> acknowledged() {
        return new TreeMap<>(acknowledged);
    }

    /** All that were refused, by number, with the reason. */
    public synchronized Map<Integer, String> refused() {
        return new TreeMap<>(refused);
    }

    /** All whose outcome is not known, by number, with the reason. */
    public synchronized Map<Integer, String> unknown() {
        return new TreeMap<>(unknown);
    }

    /** The numbers of those among them that failed for nothing but a store that was too slow. */
    public synchronized Set<Integer> storeTooSlow() {
        return new TreeSet<>(storeTooSlow);
    }

    /** Where the audit log says something else than what callers were told; empty when all agrees. */
    public synchronized List<String> contradictions(AuditLog audit) {
        Map<Integer, Integer> stored = new TreeMap<>();
        for (AuditLog.Entry entry : audit.entries()) {
            if (entry.comment().startsWith(MARK)) {
                stored.merge(Integer.valueOf(entry.comment().substring(MARK.length())), 1, Integer::sum);
            }
        }
        List<String> found = new ArrayList<>(audit.gaps());
        acknowledged.forEach((number, told) -> {
            if (!stored.containsKey(number)) {
                found.add("LOST: " + comment(number) + " was acknowledged as revision " + told.revision()
                        + " and is not in the audit log");
            }
        });
        refused.forEach((number, why) -> {
            if (stored.containsKey(number)) {
                found.add(comment(number) + " was refused (" + why + ") and is in the audit log");
            }
        });
        stored.forEach((number, times) -> {
            if (times > 1) {
                found.add(comment(number) + " is in the audit log " + times + " times");
            }
        });
        return found;
    }

    @Override
    public synchronized String toString() {
        return acknowledged.size() + " writes acknowledged, " + refused.size() + " refused, " + unknown.size()
                + " with unknown outcome";
    }
}
