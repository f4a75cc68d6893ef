package dev.sluice.proof;

import dev.sluice.proof.Ledger.Row;
import dev.sluice.proof.Proof.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code docs/proofs.md}: every row of the ledger with the tests that prove it, or with the reason why it is open.
 * A row is proved when no reason in {@code docs/ledger/open.tsv} is left, at least one test claims it, and all that do
 * have passed; a skipped test proves nothing. Needs nothing but the JDK. The same results give the same file, to the
 * byte.
 */
public final class ProofsReport {

    private static final Set<String> NOT_OURS = Set.of("node_modules", ".git", "src");

    private final Ledger ledger;
    private final SortedMap<String, SortedSet<Proof>> proofs = new TreeMap<>();

    private ProofsReport(Ledger ledger, Iterable<Proof> proofs) {
        this.ledger = ledger;
        proofs.forEach(proof ->
                this.proofs.computeIfAbsent(proof.row(), row -> new TreeSet<>()).add(proof));
    }

    /**
     * Writes the report, or says what is wrong with the ledger and ends with exit code 1.
     *
     * @param args the root of the repository
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: ProofsReport <root of the repository>");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]), System.out, System.err));
    }

    static int run(Path root, PrintStream out, PrintStream err) {
        try {
            ProofsReport report = new ProofsReport(Ledger.read(root), results(root));
            List<String> complaints = report.complaints();
            complaints.forEach(err::println);
            if (!complaints.isEmpty()) {
                return 1;
            }
            Files.writeString(root.resolve("docs/proofs.md"), report.text());
            out.println("docs/proofs.md: " + report.summary());
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 1;
        } catch (UncheckedIOException | IOException e) {
            err.println("the report could not be made: " + e);
            return 1;
        }
    }

    private static List<Proof> results(Path root) throws IOException {
        List<Proof> results = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path name = folder.getFileName();
                boolean skip = name != null && NOT_OURS.contains(name.toString());
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.endsWith("target/proofs.tsv")) {
                    results.addAll(new ProofsFile(file).read());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return results;
    }

    private List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        proofs.forEach((row, claims) -> {
            if (!ledger.ids().contains(row)) {
                complaints.add("row " + row + " is not in " + Ledger.ROWS_FILE + "; claimed by "
                        + claims.stream().map(ProofsReport::name).collect(Collectors.joining(", ")));
            }
        });
        for (String row : ledger.reasonsGivenFor()) {
            if (!ledger.ids().contains(row)) {
                complaints.add("row " + row + " of " + Ledger.OPEN_FILE + " is not in " + Ledger.ROWS_FILE);
            }
        }
        for (String row : ledger.ids()) {
            if (!proofs.containsKey(row) && ledger.openBecause(row) == null) {
                complaints.add("row " + row + " has neither a test with @Proves(\"" + row + "\") in the last run nor a"
                        + " reason in " + Ledger.OPEN_FILE + "; expected one of them");
            }
        }
        return complaints;
    }

    private String summary() {
        long proved = ledger.rows().stream().filter(this::isProved).count();
        long inPart = ledger.rows().stream()
                .filter(row -> !isProved(row) && claims(row).stream().anyMatch(ProofsReport::passed))
                .count();
        int all = ledger.rows().size();
        return "%d of %d rows proved, %d open (%d of these proved in part)"
                .formatted(proved, all, all - proved, inPart);
    }

    private String text() {
        StringBuilder text = new StringBuilder("# Proofs\n\n**")
                .append(summary())
                .append(".**\n\n")
                .append(
                        "Made by `make proofs` from the last test run; not written by hand. A row is *open* while"
                                + " `docs/ledger/open.tsv` has a reason for it, or while one of its tests was skipped or failed.\n");
        String section = "";
        for (Row row : ledger.rows()) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n## ")
                        .append(section)
                        .append("\n\n| row | what happens | promise | proof |\n| --- | --- | --- | --- |\n");
            }
            text.append("| ")
                    .append(String.join(" | ", row.id(), cell(row.matter()), cell(row.promise()), cell(verdict(row))))
                    .append(" |\n");
        }
        return text.toString();
    }

    private String verdict(Row row) {
        String passed = names(row, Outcome.PASSED);
        if (isProved(row)) {
            return passed;
        }
        List<String> reasons = new ArrayList<>();
        @Nullable String because = ledger.openBecause(row.id());
        if (because != null) {
            reasons.add(because);
        }
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.SKIPPED)) {
            String names = names(row, outcome);
            if (!names.isEmpty()) {
                reasons.add(outcome.text() + " " + names);
            }
        }
        return "*open: " + String.join("; ", reasons) + "*" + (passed.isEmpty() ? "" : " · in part: " + passed);
    }

    private boolean isProved(Row row) {
        SortedSet<Proof> claims = claims(row);
        return ledger.openBecause(row.id()) == null
                && !claims.isEmpty()
                && claims.stream().allMatch(ProofsReport::passed);
    }

    private SortedSet<Proof> claims(Row row) {
        return proofs.getOrDefault(row.id(), new TreeSet<>());
    }

    private String names(Row row, Outcome outcome) {
        return claims(row).stream()
                .filter(proof -> proof.outcome() == outcome)
                .map(proof -> "`" + name(proof) + "`")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean passed(Proof proof) {
        return proof.outcome() == Outcome.PASSED;
    }

    /** A Java class without its package; the file of a TypeScript test as it is. */
    private static String name(Proof proof) {
        String suite = proof.suite();
        boolean isClass = suite.startsWith("dev.sluice.");
        return (isClass ? suite.substring(suite.lastIndexOf('.') + 1).replace('$', '.') : suite) + " › " + proof.test();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
