package dev.sluice.server.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.server.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which share of each place's bucket line gets another variation after a change of targeting than before: of the distinct users (of the
 * evaluations, where a split draws at random) that reach the place both before and after. Who reaches it is the business of the rules above.
 *
 * <p>Exact where both sides are one line, or one side is no line but serves everyone the same: bucket by bucket, by their ranges. Two lines
 * that differ in salt or attribute draw everyone anew, independently: then a share is what is to be expected, and {@code exact} is false.
 */
final class Moves {
    private static final String DEFAULT = "";

    private Moves() {}

    /** The moves of every place of either targeting, in the order of the rules after the change, the fallthrough last. */
    static ArrayNode of(Targeting before, Targeting after) {
        ArrayNode moves = Json.array();
        boolean sameAbove = before.targets().equals(after.targets())
                && before.prerequisites().equals(after.prerequisites());
        for (int i = 0; i < after.rules().size(); i++) {
            AuthoredRule rule = after.rules().get(i);
            Optional<AuthoredRule> old = before.rule(rule.id());
            if (old.isEmpty()) {
                moves.add(unknown(rule.id(), "new"));
            } else {
                boolean same = sameAbove
                        && before.rules().size() > i
                        && before.rules().get(i).id().equals(rule.id())
                        && old.get().when().equals(rule.when());
                moves.add(known(rule.id(), same, before, old.get().serve(), after, rule.serve()));
            }
            sameAbove &=
                    i < before.rules().size() && reach(before.rules().get(i)).equals(reach(rule));
        }
        for (AuthoredRule gone : before.rules()) {
            if (after.rule(gone.id()).isEmpty()) {
                moves.add(unknown(gone.id(), "gone"));
            }
        }
        boolean same = sameAbove && before.rules().size() == after.rules().size();
        moves.add(known(Rule.FALLTHROUGH, same, before, before.fallthrough(), after, after.fallthrough()));
        return moves;
    }

    private static List<Object> reach(AuthoredRule rule) {
        return List.of(rule.id(), rule.when());
    }

    private static ObjectNode unknown(String place, String reach) {
        ObjectNode move = Json.object().put("place", place).put("reach", reach);
        move.putNull("now");
        move.putNull("whenEnabled");
        return move;
    }

    private static ObjectNode known(
            String place, boolean sameReach, Targeting before, Serving one, Targeting after, Serving other) {
        ObjectNode move = Json.object().put("place", place).put("reach", sameReach ? "same" : "changed");
        Line from = Line.of(one, before.offVariation());
        Line to = Line.of(other, after.offVariation());
        Line fromNow = before.enabled() ? from : Line.everyone(before.offVariation());
        Line toNow = after.enabled() ? to : Line.everyone(after.offVariation());
        move.set("now", json(fromNow, toNow));
        move.set("whenEnabled", json(from, to));
        return move;
    }

    private static ObjectNode json(Line before, Line after) {
        Map<Change, Long> shares = new TreeMap<>();
        boolean exact = before.comparesTo(after);
        if (exact) {
            together(before, after, shares);
        } else {
            apart(before, after, shares);
        }
        long moved = shares.values().stream().mapToLong(Long::longValue).sum();
        ObjectNode json = Json.object();
        json.set("moved", Percent.json((int) moved));
        json.put("exact", exact);
        ArrayNode changes = json.putArray("changes");
        shares.forEach((change, share) -> {
            ObjectNode entry =
                    changes.addObject().put("from", named(change.from())).put("to", named(change.to()));
            entry.set("share", Percent.json((int) (long) share));
        });
        return json;
    }

    private static @Nullable String named(String variation) {
        return variation.equals(DEFAULT) ? null : variation;
    }

    /** Piece by piece of one line. */
    private static void together(Line before, Line after, Map<Change, Long> shares) {
        TreeSet<Integer> borders = new TreeSet<>(List.of(0, Percent.WHOLE));
        before.borders(borders);
        after.borders(borders);
        int start = 0;
        for (int end : borders.tailSet(1)) {
            Change change = new Change(before.at(start), after.at(start));
            if (!change.from().equals(change.to())) {
                shares.merge(change, (long) (end - start), Long::sum);
            }
            start = end;
        }
    }

    /** Two lines on which nobody's place says anything about their place on the other: shares multiply. */
    private static void apart(Line before, Line after, Map<Change, Long> shares) {
        after.shares()
                .forEach((to, there) -> before.shares().forEach((from, here) -> {
                    long both = Math.round((double) here * there / Percent.WHOLE);
                    if (!from.equals(to) && both > 0) {
                        shares.put(new Change(from, to), both);
                    }
                }));
    }

    /** From one variation to another; an empty text is the code's own default. */
    private record Change(String from, String to) implements Comparable<Change> {
        @Override
        public int compareTo(Change other) {
            return Comparator.comparing(Change::from).thenComparing(Change::to).compare(this, other);
        }
    }

    /**
     * What a place gives, bucket by bucket.
     *
     * @param hash what decides on a user's bucket: attribute and salt; null if it decides nothing
     * @param ranges by position
     * @param rest what is in no range
     */
    private record Line(@Nullable String hash, List<Range> ranges, String rest) {
        static Line everyone(@Nullable String variation) {
            return new Line(null, List.of(), variation == null ? DEFAULT : variation);
        }

        static Line of(Serving serving, @Nullable String offVariation) {
            if (!(serving instanceof Serving.Split split)) {
                return everyone(((Serving.Fixed) serving).variation());
            }
            List<Range> byPosition = new ArrayList<>(split.ranges());
            byPosition.sort(Comparator.comparingInt(Range::from));
            String rest = split.restOr(offVariation);
            String hash = byPosition.isEmpty() ? null : split.by() + "\n" + split.salt();
            return new Line(hash, byPosition, rest == null ? DEFAULT : rest);
        }

        boolean comparesTo(Line other) {
            return hash == null || other.hash == null || hash.equals(other.hash);
        }

        void borders(TreeSet<Integer> borders) {
            for (Range range : ranges) {
                borders.add(range.from());
                borders.add(range.to());
            }
        }

        String at(int bucket) {
            for (Range range : ranges) {
                if (bucket >= range.from() && bucket < range.to()) {
                    return range.variation();
                }
            }
            return rest;
        }

        Map<String, Integer> shares() {
            Map<String, Integer> shares = new TreeMap<>();
            int left = Percent.WHOLE;
            for (Range range : ranges) {
                shares.merge(range.variation(), range.size(), Integer::sum);
                left -= range.size();
            }
            shares.merge(rest, left, Integer::sum);
            return shares;
        }
    }
}
