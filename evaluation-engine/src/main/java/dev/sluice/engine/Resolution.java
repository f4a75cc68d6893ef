package dev.sluice.engine;

import dev.sluice.engine.model.InvalidDefinitionException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each of a number of definitions that refer to one another the form in which it can be compiled: the newest; else
 * the last good one; else none.
 *
 * <p>Works in passes. A pass compiles everything in an order in which what is referred to comes first. What fails, or closes a
 * cycle, is taken back one step, and the next pass begins; what refers to something that failed waits for it. A cycle is laid
 * at the door of those members that contradict themselves, for they lead nowhere; if none does, of those that are new; if none
 * is, of all. Each pass takes something back, so there is a last one.
 *
 * @param <D> definition
 * @param <C> compiled form
 */
final class Resolution<D, C> {
    private static final int MOST_NAMES = 10;

    /** Compiles a definition in one of its forms; throws {@link IllegalArgumentException} if that can't be. */
    interface Compiler<D, C> {
        C compile(String key, D definition, Form form);
    }

    enum Form {
        NEWEST,
        LAST_GOOD,
        NONE
    }

    /** One definition on its way. */
    private static final class Candidate<D, C> {
        final @Nullable D newest;
        final @Nullable D lastGood;
        Form form;

        @Nullable
        IllegalArgumentException failure;

        @Nullable
        C compiled;

        Candidate(@Nullable D newest, @Nullable D lastGood) {
            this.newest = newest;
            this.lastGood = lastGood;
            this.form = newest != null ? Form.NEWEST : lastGood != null ? Form.LAST_GOOD : Form.NONE;
        }

        @Nullable
        D definition() {
            return switch (form) {
                case NEWEST -> newest;
                case LAST_GOOD -> lastGood;
                case NONE -> null;
            };
        }

        boolean isNew() {
            return form == Form.NEWEST && newest != lastGood;
        }

        void takeBack(IllegalArgumentException why) {
            failure = failure == null ? why : failure;
            form = form == Form.NEWEST && lastGood != null ? Form.LAST_GOOD : Form.NONE;
        }
    }

    private final String what;
    private final Function<D, Set<String>> references;
    private final Consumer<D> alone;
    private final Compiler<D, C> compiler;
    private final Map<String, Candidate<D, C>> candidates = new LinkedHashMap<>();

    /**
     * @param what names the references in messages
     * @param references what a definition refers to; keys that are no candidates do not matter here
     * @param alone throws {@link InvalidDefinitionException} for a definition that contradicts itself, whatever it refers to
     */
    Resolution(String what, Function<D, Set<String>> references, Consumer<D> alone, Compiler<D, C> compiler) {
        this.what = what;
        this.references = references;
        this.alone = alone;
        this.compiler = compiler;
    }

    void add(String key, @Nullable D newest, @Nullable D lastGood) {
        candidates.put(key, new Candidate<>(newest, lastGood));
    }

    boolean has(String key) {
        return candidates.containsKey(key);
    }

    /** The compiled form; null if there is none, or not yet in this pass. */
    @Nullable
    C compiled(String key) {
        return candidate(key).compiled;
    }

    Form form(String key) {
        return candidate(key).form;
    }

    /** What was wrong with the newest form, if it was tried and did not hold. */
    @Nullable
    IllegalArgumentException failure(String key) {
        return candidate(key).failure;
    }

    private Candidate<D, C> candidate(String key) {
        Candidate<D, C> candidate = candidates.get(key);
        if (candidate == null) {
            throw new IllegalStateException("no candidate: " + key);
        }
        return candidate;
    }

    void run() {
        Map<String, IllegalArgumentException> failures;
        do {
            failures = pass();
            failures.forEach((key, why) -> candidate(key).takeBack(why));
        } while (!failures.isEmpty());
    }

    private Map<String, IllegalArgumentException> pass() {
        Map<String, Set<String>> graph = graph();
        Map<String, IllegalArgumentException> failures = new TreeMap<>();
        Set<String> waiting = new HashSet<>();
        for (List<String> component : Components.of(graph)) {
            String key = component.get(0);
            Set<String> needed = graph.getOrDefault(key, Set.of());
            if (component.size() > 1 || needed.contains(key)) {
                waiting.addAll(component);
                failCycle(component, failures);
            } else if (needed.stream().anyMatch(waiting::contains)) {
                waiting.add(key);
            } else {
                compile(key, failures, waiting);
            }
        }
        return failures;
    }

    private Map<String, Set<String>> graph() {
        Map<String, Set<String>> graph = new HashMap<>();
        candidates.forEach((key, candidate) -> {
            candidate.compiled = null;
            D definition = candidate.definition();
            graph.put(key, definition == null ? Set.of() : references.apply(definition));
        });
        return graph;
    }

    private void compile(String key, Map<String, IllegalArgumentException> failures, Set<String> waiting) {
        Candidate<D, C> candidate = candidate(key);
        D definition = candidate.definition();
        if (definition == null) {
            return;
        }
        try {
            candidate.compiled = compiler.compile(key, definition, candidate.form);
        } catch (IllegalArgumentException e) {
            failures.put(key, e);
            waiting.add(key);
        }
    }

    private void failCycle(Collection<String> members, Map<String, IllegalArgumentException> failures) {
        boolean allAreSound = true;
        for (String key : members) {
            D newest = candidate(key).isNew() ? candidate(key).newest : null;
            try {
                if (newest != null) {
                    alone.accept(newest);
                }
            } catch (InvalidDefinitionException broken) {
                failures.put(key, broken);
                allAreSound = false;
            }
        }
        if (allAreSound) {
            failSoundCycle(members, failures);
        }
    }

    private void failSoundCycle(Collection<String> members, Map<String, IllegalArgumentException> failures) {
        Set<String> names = new TreeSet<>(members);
        String shown = names.size() <= MOST_NAMES
                ? names.toString()
                : names.stream().limit(MOST_NAMES).toList() + " and more";
        boolean someAreNew = members.stream().anyMatch(key -> candidate(key).isNew());
        for (String key : members) {
            if (!someAreNew || candidate(key).isNew()) {
                failures.put(key, new IllegalArgumentException(what + " lead round in a circle: " + shown));
            }
        }
    }
}
