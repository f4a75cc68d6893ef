package dev.sluice.server.ofrep;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.server.access.KeyKind;
import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.evaluate.Evaluations;
import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.EnvironmentState;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows what each kind of key sees. An SDK key sees every flag. A client key sees the flags that are made visible to clients,
 * and hears of a change of another flag or of a segment only if one of its own depends on it. Safe on any thread.
 */
public final class Audiences {
    private static final WireCodec CODEC = new WireCodec();

    private final Workspace workspace;
    private final Evaluations evaluations;
    private final Map<Place, Audience> newest = new ConcurrentHashMap<>();
    /** By the bytes and records themselves, which a new state shares with the one before. */
    private final Cache<byte[], Boolean> visible =
            Caffeine.newBuilder().weakKeys().build();

    private final Cache<WireRecord, Needs> needs =
            Caffeine.newBuilder().weakKeys().build();

    record Place(EnvironmentId environment, KeyKind kind) {}

    /** What a record refers to. */
    private record Needs(List<String> flags, List<String> segments) {
        private static final Needs NOTHING = new Needs(List.of(), List.of());
    }

    /** Audiences of the environments in this workspace. */
    public Audiences(Workspace workspace, Evaluations evaluations) {
        this.workspace = workspace;
        this.evaluations = evaluations;
    }

    /** What this kind of key sees of the environment now; null if this node does not hold it. May take a while: not for an event loop. */
    public @Nullable Audience of(EnvironmentId environment, KeyKind kind) {
        Audience known = known(environment, kind);
        ProjectState project = workspace.project(environment.project());
        EnvironmentState state = project == null ? null : project.environments().get(environment.environment());
        if (known != null || project == null || state == null) {
            return known;
        }
        Audience made = kind == KeyKind.SDK ? ofSdks(project, state) : ofClients(project, state);
        newest.put(new Place(environment, kind), made);
        return made;
    }

    /** The same without any work: null also if it was not worked out since the last change. */
    public @Nullable Audience known(EnvironmentId environment, KeyKind kind) {
        ProjectState project = workspace.project(environment.project());
        EnvironmentState state = project == null ? null : project.environments().get(environment.environment());
        Audience known = newest.get(new Place(environment, kind));
        boolean current = known != null
                && project != null
                && known.state() == state
                && known.documents().equals(project.documentsId());
        return current ? known : null;
    }

    private Audience ofSdks(ProjectState project, EnvironmentState state) {
        Snapshot snapshot = evaluations.snapshot(state.replica());
        return new Audience(
                KeyKind.SDK,
                state,
                project.documentsId(),
                snapshot,
                Collections.unmodifiableSortedSet(new TreeSet<>(snapshot.flagKeys())),
                tag(Stream.of(snapshot.id().hash().toString())));
    }

    private Audience ofClients(ProjectState project, EnvironmentState state) {
        Snapshot snapshot = evaluations.snapshot(state.replica());
        ProjectView view = ProjectView.of(project);
        SortedSet<String> flags = new TreeSet<>();
        project.flags().forEach((key, document) -> {
            if (snapshot.flagKeys().contains(key) && visible.get(document, bytes -> isVisible(view, key))) {
                flags.add(key);
            }
        });
        return new Audience(
                KeyKind.CLIENT,
                state,
                project.documentsId(),
                snapshot,
                Collections.unmodifiableSortedSet(flags),
                tag(Stream.of(
                                Stream.of(evaluations.forced()),
                                flags.stream().map(flag -> "sees " + flag),
                                records(state.replica(), flags).stream())
                        .flatMap(part -> part)));
    }

    private static boolean isVisible(ProjectView view, String key) {
        FlagDefinition definition = view.flag(key).document();
        return definition.clientVisible() && !definition.archived();
    }

    /** Each record that has a part in the decisions of these flags, by kind, key and hash, in order. */
    private SortedSet<String> records(Replica replica, Set<String> flags) {
        SortedSet<String> found = new TreeSet<>();
        Set<String> seenFlags = new TreeSet<>();
        Set<String> seenSegments = new TreeSet<>();
        Deque<Needs> open = new ArrayDeque<>();
        open.push(new Needs(List.copyOf(flags), List.of()));
        while (!open.isEmpty()) {
            Needs next = open.pop();
            for (String flag : next.flags()) {
                WireRecord record = replica.flags().get(flag);
                if (seenFlags.add(flag) && record != null) {
                    found.add("flag " + flag + " " + record.h());
                    open.push(needs.get(record, each -> ofFlag(flag, each)));
                }
            }
            for (String segment : next.segments()) {
                WireRecord record = replica.segments().get(segment);
                if (seenSegments.add(segment) && record != null) {
                    found.add("segment " + segment + " " + record.h());
                    open.push(needs.get(record, each -> ofSegment(segment, each)));
                }
            }
        }
        return found;
    }

    private static Needs ofFlag(String key, WireRecord record) {
        if (!(CODEC.readFlag(key, record.bytes()) instanceof FlagReading.Understood understood)) {
            return Needs.NOTHING;
        }
        Flag flag = understood.flag();
        return new Needs(
                flag.prerequisites().stream().map(Prerequisite::flag).toList(),
                flag.rules().stream().flatMap(rule -> segments(rule.when())).toList());
    }

    private static Needs ofSegment(String key, WireRecord record) {
        if (!(CODEC.readSegment(key, record.bytes()) instanceof SegmentReading.Understood understood)) {
            return Needs.NOTHING;
        }
        Segment segment = understood.segment();
        return new Needs(
                List.of(),
                segment.rules().stream().flatMap(rule -> segments(rule.when())).toList());
    }

    private static Stream<String> segments(List<Clause> clauses) {
        return clauses.stream()
                .filter(clause -> clause.op() == Operator.IN_SEGMENT)
                .flatMap(clause -> clause.values().stream().map(String.class::cast));
    }

    private static String tag(Stream<String> parts) {
        MessageDigest digest = sha256();
        parts.forEach(part -> digest.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest.digest())
                .substring(0, 22);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
