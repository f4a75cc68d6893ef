package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Range;
import dev.sluice.server.json.Json;
import dev.sluice.server.json.Violations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bucket lines of a file: whether what it gives of them holds, and what its splits go on from. */
final class FileLines {
    private FileLines() {}

    /** The bucket lines to go on with, of what a file wants: its own where it gives them, elsewhere those that are there. */
    static Targeting over(Targeting wanted, Targeting present) {
        Targeting lines = wanted.fallthrough(line(wanted.fallthrough(), present.fallthrough()));
        for (AuthoredRule rule : wanted.rules()) {
            Serving before = present.serving(rule.id()).orElse(rule.serve());
            lines = lines.serving(rule.id(), line(rule.serve(), before));
        }
        return lines;
    }

    /** A salt names a line and ranges lay one: the salt alone of the line that is there begins no other, nor do ranges without a salt. */
    private static Serving line(Serving wanted, Serving present) {
        if (!(wanted instanceof Serving.Split split)) {
            return present;
        }
        if (!(present instanceof Serving.Split old)) {
            return split;
        }
        boolean sameLine = split.salt().isEmpty() || split.salt().equals(old.salt());
        if (!sameLine) {
            return split;
        }
        return split.ranges().isEmpty()
                ? old
                : new Serving.Split(split.by(), split.percent(), split.rest(), old.salt(), split.ranges());
    }

    /** Ranges must give out what the percentages say, no more and no less, and none of it twice. */
    static void check(Targeting wanted) {
        Violations out = new Violations();
        checkLine(wanted.fallthrough(), "/fallthrough", out);
        for (int i = 0; i < wanted.rules().size(); i++) {
            checkLine(wanted.rules().get(i).serve(), "/rules/" + i + "/serve", out);
        }
        out.throwIfAny();
    }

    private static void checkLine(Serving serving, String pointer, Violations out) {
        if (!(serving instanceof Serving.Split split) || split.ranges().isEmpty()) {
            return;
        }
        String at = pointer + "/split/ranges";
        Map<String, Integer> given = new LinkedHashMap<>();
        split.percent().forEach((variation, share) -> {
            if (share > 0) {
                given.put(variation, share);
            }
        });
        Map<String, Integer> laid = new LinkedHashMap<>();
        List<Range> ordered = new ArrayList<>(split.ranges());
        ordered.sort(Comparator.comparingInt(Range::from));
        int last = 0;
        for (Range range : ordered) {
            if (range.from() < last) {
                out.refuse(at, "[" + range.from() + ", " + range.to() + ")", "ranges that do not overlap");
                return;
            }
            last = range.to();
            laid.merge(range.variation(), range.size(), Integer::sum);
        }
        if (!laid.equals(given)) {
            out.refuse(at, "a sum of " + sums(laid), "the percentages: " + sums(given));
        }
    }

    private static String sums(Map<String, Integer> shares) {
        ObjectNode json = Json.object();
        shares.forEach((variation, share) -> json.set(variation, Percent.json(share)));
        return json.toString();
    }
}
