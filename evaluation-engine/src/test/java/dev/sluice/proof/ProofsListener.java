package dev.sluice.proof;

import dev.sluice.proof.Proof.Outcome;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes how each test with {@link Proves} ended and writes it to the module's {@code target/proofs.tsv} at the end of the
 * run. A test method counts as a whole: with many invocations it has passed only if all of them have, and when its class
 * could not even be set up it has failed. Found by JUnit through {@code META-INF/services}; JUnit may report from many
 * threads.
 */
public final class ProofsListener implements TestExecutionListener {

    private final ProofsFile file;

    // Guarded by this.
    private final Map<TestMethod, Outcome> outcomes = new HashMap<>();
    private Optional<TestPlan> plan = Optional.empty();

    /** For JUnit: writes to the folder {@code target} of the module whose tests run. */
    public ProofsListener() {
        this(Path.of(System.getProperty("basedir", ""), "target", "proofs.tsv"));
    }

    ProofsListener(Path file) {
        this.file = new ProofsFile(file);
    }

    /** A test method as it is run: an inherited one is run once for each class that inherits it. */
    private record TestMethod(String suite, String name) {}

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan started) {
        plan = Optional.of(started);
        outcomes.clear();
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier skipped, String reason) {
        noteAll(skipped, Outcome.SKIPPED);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        switch (result.getStatus()) {
            case FAILED -> noteAll(finished, Outcome.FAILED);
            case ABORTED -> noteAll(finished, Outcome.SKIPPED);
            case SUCCESSFUL -> {
                if (finished.isTest()) {
                    note(finished, Outcome.PASSED);
                }
            }
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        TreeSet<Proof> proofs = new TreeSet<>();
        outcomes.forEach((method, outcome) -> rowsClaimedBy(method)
                .forEach(row -> proofs.add(new Proof(row, method.suite(), method.name(), outcome))));

        file.merge(proofs, old -> {
            TestMethod method = new TestMethod(old.suite(), old.test());
            return !outcomes.containsKey(method) && rowsClaimedBy(method).contains(old.row());
        });
        plan = Optional.empty();
    }

    /** A class that fails or is skipped takes all of its tests with it, without a word about each. */
    private void noteAll(TestIdentifier identifier, Outcome outcome) {
        note(identifier, outcome);
        plan.ifPresent(p -> p.getDescendants(identifier).forEach(below -> note(below, outcome)));
    }

    private void note(TestIdentifier identifier, Outcome outcome) {
        methodOf(identifier).ifPresent(method -> outcomes.merge(method, outcome, Outcome::worse));
    }

    /** The method that a test, or one invocation of it, belongs to: the outermost one, for dynamic tests nest. */
    private Optional<TestMethod> methodOf(TestIdentifier identifier) {
        Optional<TestMethod> outermost = Optional.empty();
        Optional<TestIdentifier> at = Optional.of(identifier);
        while (at.isPresent()) {
            Optional<TestSource> source = at.get().getSource();
            if (source.isPresent() && source.get() instanceof MethodSource method) {
                outermost = Optional.of(new TestMethod(method.getClassName(), method.getMethodName()));
            }
            Optional<TestIdentifier> here = at;
            at = plan.flatMap(p -> p.getParent(here.get()));
        }
        return outermost;
    }

    private static SortedSet<String> rowsClaimedBy(TestMethod test) {
        SortedSet<String> rows = new TreeSet<>();
        try {
            Class<?> suite =
                    Class.forName(test.suite(), false, Thread.currentThread().getContextClassLoader());
            ReflectionSupport.findMethods(suite, m -> m.getName().equals(test.name()), HierarchyTraversalMode.TOP_DOWN)
                    .forEach(method -> rows.addAll(ProvedRows.of(suite, method)));
        } catch (ClassNotFoundException | LinkageError gone) {
            return new TreeSet<>();
        }
        return rows;
    }
}
