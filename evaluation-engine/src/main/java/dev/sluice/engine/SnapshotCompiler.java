package dev.sluice.engine;

import dev.sluice.engine.Resolution.Form;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.FlagReading.Trouble;
import dev.sluice.engine.model.InvalidDefinitionException;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a snapshot from the one before it and what has changed. Compiles only what a change can reach, and shares the rest.
 *
 * <p>One bad record never harms another: a flag that can't be compiled goes on in its last good form, with the prerequisites
 * and segments of now, and with those of then only where they are gone. Without a last good form it serves its
 * {@code offVariation} if its record says something this engine does not know, and is a parse error if the record contradicts
 * itself. A record that is readable enough to say that the flag is disabled disables it. What is broken is tried again with
 * every change, since a change elsewhere may mend it.
 */
public final class SnapshotCompiler {
    /** The longest that an expression may be with its counted repetitions written out. */
    public static final int LONGEST_WRITTEN_OUT = Expressions.LONGEST_WRITTEN_OUT;

    /** The most that the expressions of one flag or segment may come to: the sum of {@link #writtenOut} of its clauses. */
    public static final int MOST_WRITTEN_OUT = Expressions.MOST_WRITTEN_OUT;

    private final Map<String, FlagUnit> flags;
    private final Map<String, SegmentUnit> segments;
    private final Map<String, Map<String, CompiledSegment>> heldNow = new HashMap<>();
    private final DecisionNumbering numbering;

    private @Nullable Resolution<Segment, CompiledSegment> segmentResolution;
    private @Nullable Resolution<Flag, CompiledFlag> flagResolution;

    private SnapshotCompiler(Snapshot before) {
        flags = new HashMap<>(before.flagUnits());
        segments = new HashMap<>(before.segmentUnits());
        numbering = before.numbering().isWorn() ? new DecisionNumbering() : before.numbering();
    }

    /**
     * The snapshot after some changes.
     *
     * @param flagChanges newest readings by key; empty = deleted
     * @param segmentChanges newest readings by key; empty = deleted
     */
    public static Snapshot compile(
            Snapshot before,
            StateId id,
            Map<String, Optional<FlagReading>> flagChanges,
            Map<String, Optional<SegmentReading>> segmentChanges) {
        SnapshotCompiler compiler = new SnapshotCompiler(before);
        Set<String> touched = compiler.compileSegments(segmentChanges);
        boolean numbersAnew = compiler.numbering.size() == 0;
        compiler.compileFlags(flagChanges, touched, compiler.numbering != before.numbering());
        if (numbersAnew) {
            compiler.numbering.made();
        }
        return compiler.snapshot(id);
    }

    /**
     * Whether the values of a clause are what its operator needs: versions, times, networks, expressions. Segments are looked
     * for when a flag is compiled, and only then.
     */
    public static boolean understands(Clause clause) {
        try {
            Expressions.check(Stream.of(clause));
            switch (clause.op()) {
                case IN_SEGMENT, WITHIN_KM, EXISTS -> {}
                default -> Matchers.of(clause);
            }
            return true;
        } catch (InvalidDefinitionException e) {
            return false;
        }
    }

    /**
     * How long the RE2 expressions of a clause are together when their counted repetitions are written out, as {@code (ab){3}} is
     * {@code ababab}.
     *
     * @return 0 if its operator takes no expressions
     */
    public static long writtenOut(Clause clause) {
        return Expressions.writtenOut(clause);
    }

    private Snapshot snapshot(StateId id) {
        boolean needsGeo = false;
        List<NotUnderstood> reports = new ArrayList<>();
        for (Map.Entry<String, FlagUnit> entry : flags.entrySet()) {
            needsGeo |= entry.getValue().compiled().needsGeo();
            String report = entry.getValue().report();
            if (report != null) {
                reports.add(new NotUnderstood(entry.getKey(), report));
            }
        }
        reports.sort(Comparator.comparing(NotUnderstood::flag));
        return new Snapshot(id, flags, segments, numbering, needsGeo, reports);
    }

    private Set<String> compileSegments(Map<String, Optional<SegmentReading>> changes) {
        Set<String> touched = new TreeSet<>(changes.keySet());
        changes.forEach((key, change) -> change.ifPresentOrElse(
                newest -> segments.put(key, renewed(segments.get(key), newest)), () -> segments.remove(key)));
        if (!changes.isEmpty()) {
            segments.forEach((key, unit) -> addIf(unit.problem() != null, key, touched));
        }
        spread(touched, segments, (unit, reached) -> intersect(unit.needsSegments(), reached));

        Resolution<Segment, CompiledSegment> resolution =
                new Resolution<>("segments", References::segmentsOf, FlagCompiler::checkAlone, this::compileSegment);
        this.segmentResolution = resolution;
        for (String key : touched) {
            SegmentUnit unit = segments.get(key);
            if (unit != null) {
                resolution.add(key, definition(unit.newest()), unit.lastGood());
            }
        }
        resolution.run();
        for (String key : touched) {
            SegmentUnit unit = segments.get(key);
            if (unit != null) {
                segments.put(key, settled(key, unit, resolution));
            }
        }
        this.segmentResolution = null;
        heldNow.clear();
        return touched;
    }

    private CompiledSegment compileSegment(String key, Segment definition, Form form) {
        SegmentUnit unit = segments.get(key);
        String why = unit == null ? null : problem(unit.newest());
        IllegalArgumentException failure = segmentResolution == null ? null : segmentResolution.failure(key);
        if (failure != null) {
            why = failure.getMessage();
        }
        String trouble = form == Form.NEWEST ? null : "segment \"" + key + "\": " + why;
        Map<String, CompiledSegment> before = unit == null ? Map.of() : unit.held();
        return FlagCompiler.compile(definition, trouble, finder(key, form, before));
    }

    /** Finds segments for a flag or segment, and keeps what was found. */
    private Function<String, CompiledSegment> finder(String user, Form form, Map<String, CompiledSegment> before) {
        Map<String, CompiledSegment> held = new HashMap<>();
        heldNow.put(user, held);
        return key -> {
            CompiledSegment found = segmentNow(key);
            if (found == null && form == Form.LAST_GOOD) {
                found = before.get(key);
            }
            if (found == null) {
                throw new IllegalArgumentException(
                        "segment \"" + key + "\" is " + (segments.containsKey(key) ? "not understood" : "not there"));
            }
            held.put(key, found);
            return found;
        };
    }

    private @Nullable CompiledSegment segmentNow(String key) {
        if (segmentResolution != null && segmentResolution.has(key)) {
            return segmentResolution.compiled(key);
        }
        SegmentUnit unit = segments.get(key);
        return unit == null ? null : unit.compiled();
    }

    private static SegmentUnit renewed(@Nullable SegmentUnit before, SegmentReading newest) {
        return before == null
                ? new SegmentUnit(newest, null, Map.of(), null, null, Set.of())
                : new SegmentUnit(
                        newest, before.lastGood(), before.held(), null, before.compiled(), before.needsSegments());
    }

    private SegmentUnit settled(String key, SegmentUnit unit, Resolution<Segment, CompiledSegment> resolution) {
        IllegalArgumentException failure = resolution.failure(key);
        Segment newest = definition(unit.newest());
        Segment good = resolution.form(key) == Form.NEWEST ? newest : unit.lastGood();
        Set<String> needs = new HashSet<>();
        addReferences(newest, References::segmentsOf, needs);
        addReferences(good, References::segmentsOf, needs);
        return new SegmentUnit(
                unit.newest(),
                good,
                resolution.compiled(key) == null ? unit.held() : heldNow.getOrDefault(key, Map.of()),
                failure != null ? failure.getMessage() : problem(unit.newest()),
                resolution.compiled(key),
                Set.copyOf(needs));
    }

    private void compileFlags(Map<String, Optional<FlagReading>> changes, Set<String> touchedSegments, boolean all) {
        Set<String> touched = new TreeSet<>(all ? flags.keySet() : Set.of());
        touched.addAll(changes.keySet());
        changes.forEach((key, change) -> change.ifPresentOrElse(
                newest -> flags.put(key, renewed(key, flags.get(key), newest)), () -> flags.remove(key)));
        flags.forEach((key, unit) ->
                addIf(unit.problem() != null || intersect(unit.needsSegments(), touchedSegments), key, touched));
        spread(touched, flags, (unit, reached) -> intersect(unit.needsFlags(), reached));

        Resolution<Flag, CompiledFlag> resolution =
                new Resolution<>("prerequisites", References::flagsOf, FlagCompiler::checkAlone, this::compileFlag);
        this.flagResolution = resolution;
        for (String key : touched) {
            FlagUnit unit = flags.get(key);
            if (unit != null && !isDisabledUnread(unit.newest())) {
                resolution.add(key, definition(unit.newest()), unit.lastGood());
            }
        }
        resolution.run();
        Map<String, FlagUnit> done = new HashMap<>();
        for (String key : touched) {
            FlagUnit unit = flags.get(key);
            if (unit != null) {
                done.put(key, resolution.has(key) ? settled(key, unit, resolution) : disabledUnread(unit));
            }
        }
        flags.putAll(done);
        this.flagResolution = null;
    }

    private CompiledFlag compileFlag(String key, Flag definition, Form form) {
        FlagUnit unit = flags.get(key);
        Map<String, CompiledSegment> before = unit == null ? Map.of() : unit.held();
        return FlagCompiler.compile(definition, numbering, this::flagNow, finder(key, form, before));
    }

    /**
     * A prerequisite: compiled before the flag that has it; null if there is none of that key. One whose newest record disables
     * it is disabled for others too, although its own last good form may be enabled.
     */
    private @Nullable CompiledFlag flagNow(String key) {
        FlagUnit unit = flags.get(key);
        if (unit == null || flagResolution == null || !flagResolution.has(key)) {
            return unit == null ? null : isDisabledUnread(unit.newest()) ? null : unit.compiled();
        }
        Flag newest = definition(unit.newest());
        if (newest != null && !newest.enabled() && flagResolution.form(key) != Form.NEWEST) {
            return FlagCompiler.disabled(newest.core(), numbering);
        }
        return flagResolution.compiled(key);
    }

    private static FlagUnit renewed(String key, @Nullable FlagUnit before, FlagReading newest) {
        CompiledFlag nothing = FlagCompiler.unreadable(key);
        return before == null
                ? new FlagUnit(newest, null, Map.of(), null, nothing, Set.of(), Set.of())
                : new FlagUnit(
                        newest,
                        before.lastGood(),
                        before.held(),
                        null,
                        nothing,
                        before.needsFlags(),
                        before.needsSegments());
    }

    private FlagUnit settled(String key, FlagUnit unit, Resolution<Flag, CompiledFlag> resolution) {
        IllegalArgumentException failure = resolution.failure(key);
        Flag newest = definition(unit.newest());
        Flag good = resolution.form(key) == Form.NEWEST ? newest : unit.lastGood();
        Set<String> needsFlags = new HashSet<>();
        Set<String> needsSegments = new HashSet<>();
        addReferences(newest, References::flagsOf, needsFlags);
        addReferences(good, References::flagsOf, needsFlags);
        addReferences(newest, References::segmentsOf, needsSegments);
        addReferences(good, References::segmentsOf, needsSegments);
        CompiledFlag compiled = resolution.compiled(key);
        if (newest != null && failure != null && !newest.enabled()) {
            compiled = FlagCompiler.disabled(newest.core(), numbering);
        }
        return new FlagUnit(
                unit.newest(),
                good,
                resolution.compiled(key) == null ? unit.held() : heldNow.getOrDefault(key, Map.of()),
                failure != null ? failure.getMessage() : problem(unit.newest()),
                compiled != null ? compiled : withoutGoodForm(key, unit.newest(), failure),
                Set.copyOf(needsFlags),
                Set.copyOf(needsSegments));
    }

    private CompiledFlag withoutGoodForm(String key, FlagReading newest, @Nullable IllegalArgumentException failure) {
        if (newest instanceof FlagReading.NotUnderstood bad) {
            FlagCore core = bad.core();
            if (core == null) {
                return FlagCompiler.unreadable(key);
            }
            return bad.trouble() == Trouble.UNKNOWN ? FlagCompiler.off(core, numbering) : FlagCompiler.broken(core);
        }
        FlagCore core = ((FlagReading.Understood) newest).flag().core();
        return failure instanceof InvalidDefinitionException
                ? FlagCompiler.broken(core)
                : FlagCompiler.off(core, numbering);
    }

    private static boolean isDisabledUnread(FlagReading reading) {
        return reading instanceof FlagReading.NotUnderstood bad
                && bad.core() != null
                && !bad.core().enabled();
    }

    private FlagUnit disabledUnread(FlagUnit unit) {
        FlagReading.NotUnderstood bad = (FlagReading.NotUnderstood) unit.newest();
        FlagCore core = Objects.requireNonNull(bad.core(), "a disabled flag has a core");
        return new FlagUnit(
                bad,
                unit.lastGood(),
                unit.held(),
                bad.why(),
                FlagCompiler.disabled(core, numbering),
                unit.needsFlags(),
                unit.needsSegments());
    }

    private static @Nullable Flag definition(FlagReading reading) {
        return reading instanceof FlagReading.Understood understood ? understood.flag() : null;
    }

    private static @Nullable Segment definition(SegmentReading reading) {
        return reading instanceof SegmentReading.Understood understood ? understood.segment() : null;
    }

    private static @Nullable String problem(FlagReading reading) {
        return reading instanceof FlagReading.NotUnderstood bad ? bad.why() : null;
    }

    private static @Nullable String problem(SegmentReading reading) {
        return reading instanceof SegmentReading.NotUnderstood bad ? bad.why() : null;
    }

    private interface Reached<U> {
        boolean by(U unit, Set<String> touched);
    }

    /** Adds whatever refers to something touched, however far round. */
    private static <U> void spread(Set<String> touched, Map<String, U> units, Reached<U> reached) {
        Set<String> news = touched;
        while (!news.isEmpty()) {
            Set<String> further = new HashSet<>();
            for (Map.Entry<String, U> entry : units.entrySet()) {
                if (!touched.contains(entry.getKey()) && reached.by(entry.getValue(), news)) {
                    further.add(entry.getKey());
                }
            }
            touched.addAll(further);
            news = further;
        }
    }

    private static boolean intersect(Set<String> some, Collection<String> others) {
        if (some.isEmpty()) {
            return false;
        }
        for (String one : some) {
            if (others.contains(one)) {
                return true;
            }
        }
        return false;
    }

    private static <D> void addReferences(
            @Nullable D definition, Function<D, Set<String>> references, Set<String> keys) {
        if (definition != null) {
            keys.addAll(references.apply(definition));
        }
    }

    private static void addIf(boolean condition, String key, Set<String> keys) {
        if (condition) {
            keys.add(key);
        }
    }
}
