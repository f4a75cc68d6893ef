package dev.sluice.server.store;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the node stands with its store: whether it answers, and which projects are not as the node knows them. Says each change once in
 * the log. Safe on any thread.
 */
final class Standing {

    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    private static final String WHOLE = "/*";

    private final InstantSource clock;
    private final Map<String, StoreStatus> troubled = new TreeMap<>();
    private final Map<String, Map<String, Quarantined>> quarantine = new TreeMap<>();
    private StoreStatus connection;
    private @Nullable StoreStatus refusing;

    Standing(InstantSource clock) {
        this.clock = clock;
        this.connection = new StoreStatus(StoreStatus.State.AWAY, clock.instant(), "not connected yet");
    }

    synchronized StoreStatus status() {
        if (!connection.connected()) {
            return connection;
        }
        return troubled.values().stream()
                .reduce((a, b) -> a.state().compareTo(b.state()) >= 0 ? a : b)
                .orElse(refusing == null ? connection : refusing);
    }

    synchronized StoreStatus status(String project) {
        StoreStatus trouble = troubled.get(project);
        if (connection.connected() && trouble != null) {
            return trouble;
        }
        return connection.connected() && refusing != null ? refusing : connection;
    }

    /** Notes why the store takes no writes though it can be read; empty = it takes them. */
    synchronized void refuses(Optional<String> why) {
        if (why.isEmpty() && refusing != null) {
            log.info("Redis takes writes again");
        } else if (why.isPresent() && refusing == null) {
            log.error("{}; decisions and streams go on", why.get());
        }
        refusing = why.map(detail -> new StoreStatus(
                        StoreStatus.State.READ_ONLY, refusing == null ? clock.instant() : refusing.since(), detail))
                .orElse(null);
    }

    synchronized void answers() {
        if (!connection.connected()) {
            connection = new StoreStatus(StoreStatus.State.CONNECTED, clock.instant(), "");
            log.info("Redis answers");
        }
    }

    synchronized void silent(String why) {
        if (connection.connected()) {
            connection = new StoreStatus(StoreStatus.State.AWAY, clock.instant(), why);
            log.warn("Redis does not answer ({}); serving from memory, refusing writes until it is back", why);
        }
    }

    synchronized void troubled(String project, StoreStatus.State state, String detail) {
        StoreStatus before = troubled.get(project);
        if (before != null && before.state() == state) {
            troubled.put(project, new StoreStatus(state, before.since(), detail));
        } else {
            troubled.put(project, new StoreStatus(state, clock.instant(), detail));
            if (state == StoreStatus.State.DIVERGED) {
                log.error(
                        "{}; serving what this node has, refusing writes of project {} until `sluice store repair` chooses a side",
                        detail,
                        project);
            } else {
                log.warn("{}; serving what this node has, and writing it back", detail);
            }
        }
    }

    synchronized void wellAgain(String project) {
        if (troubled.remove(project) != null) {
            log.info("project {} is in order again", project);
        }
    }

    /** Notes what could not be read of one part of a project, in the place of what was noted before. */
    synchronized void quarantine(String project, String part, Map<String, String> faults) {
        String prefix = part.isEmpty() ? project : project + "/" + part;
        Map<String, Quarantined> before = quarantine.getOrDefault(prefix, Map.of());
        Map<String, Quarantined> now = new TreeMap<>();
        faults.forEach((place, why) -> {
            String where = place.isEmpty() ? prefix : prefix + "/" + place;
            Quarantined known = before.get(where);
            if (known == null) {
                log.error(
                        "{} in Redis can't be read ({}); the last good form stays in force if there is one",
                        where,
                        why);
            }
            now.put(where, new Quarantined(where, why, known == null ? clock.instant() : known.since()));
        });
        if (now.isEmpty()) {
            quarantine.remove(prefix);
        } else {
            quarantine.put(prefix, now);
        }
    }

    /** Notes that a project can't be read until its last write is on enough copies; ends with the next {@link #quarantine} of all of it. */
    synchronized void unsettled(String project, String why) {
        String place = project + WHOLE;
        Quarantined known = quarantine.getOrDefault(place, Map.of()).get(place);
        if (known == null) {
            log.warn("project {} can't be read for now ({}); what this node has of it stays in force", project, why);
        }
        quarantine.put(
                place, Map.of(place, new Quarantined(place, why, known == null ? clock.instant() : known.since())));
    }

    synchronized List<Quarantined> quarantine() {
        return quarantine.values().stream()
                .flatMap(part -> part.values().stream())
                .toList();
    }

    /** Whether something of an environment can't be read. */
    synchronized boolean hasUnreadable(String project, String environment) {
        return quarantine.containsKey(project + "/" + environment);
    }

    /** The reason not to replace what stands at one of these places, or null. */
    synchronized @Nullable NotUnderstoodException refusal(Collection<String> places) {
        return quarantine().stream()
                .filter(each -> places.contains(each.place()))
                .findFirst()
                .map(each -> new NotUnderstoodException(each.place(), each.why()))
                .orElse(null);
    }

    /** Projects of which nothing can be read. */
    synchronized Set<String> unreadable() {
        Set<String> projects = new TreeSet<>();
        for (String prefix : quarantine.keySet()) {
            if (prefix.endsWith(WHOLE)) {
                projects.add(prefix.substring(0, prefix.length() - WHOLE.length()));
            }
        }
        return projects;
    }

    /** The reason to refuse a write of a project at once, or null. */
    synchronized @Nullable StoreUnavailableException refusal(String project) {
        StoreStatus trouble = troubled.get(project);
        if (trouble == null) {
            return null;
        }
        return trouble.state() == StoreStatus.State.DIVERGED
                ? StoreUnavailableException.diverged(trouble.detail())
                : new StoreUnavailableException(trouble.detail(), null);
    }
}
