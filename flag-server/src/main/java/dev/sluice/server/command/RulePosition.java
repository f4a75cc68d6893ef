package dev.sluice.server.command;

import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a rule goes among the others.
 *
 * @param kind the way of saying it
 * @param other the rule it goes before, only for {@link Kind#BEFORE}
 */
public record RulePosition(Kind kind, @Nullable String other) {
    /** Ways of saying where a rule goes. */
    public enum Kind {
        /** A rule that exists stays where it is, a new one goes to the end. */
        KEEP,
        /** Before all others. */
        FIRST,
        /** After all others. */
        LAST,
        /** Right before another one. */
        BEFORE
    }

    private static final String BEFORE = "before:";

    /** Reads {@code first}, {@code last}, {@code before:<id>}, or null for no wish. */
    public static RulePosition parse(@Nullable String text) {
        if (text == null) {
            return new RulePosition(Kind.KEEP, null);
        }
        if (text.equals("first")) {
            return new RulePosition(Kind.FIRST, null);
        }
        if (text.equals("last")) {
            return new RulePosition(Kind.LAST, null);
        }
        if (text.startsWith(BEFORE)) {
            return new RulePosition(Kind.BEFORE, text.substring(BEFORE.length()));
        }
        throw InvalidException.of("?position", Json.quote(text), "first, last or before:<rule id>");
    }

    /** The rules with this one in its place; it replaces the one of its id. */
    List<AuthoredRule> place(List<AuthoredRule> rules, AuthoredRule rule) {
        List<AuthoredRule> others = new ArrayList<>(rules);
        others.removeIf(each -> each.id().equals(rule.id()));
        int at = others.size();
        if (kind == Kind.FIRST) {
            at = 0;
        } else if (kind == Kind.KEEP) {
            int present = indexOf(rules, rule.id());
            at = present < 0 ? at : present;
        } else if (kind == Kind.BEFORE && other != null) {
            at = indexOf(others, other);
            if (at < 0) {
                throw InvalidException.of(
                        "?position",
                        Json.quote(BEFORE + other),
                        "before: and one of the other rules: "
                                + others.stream().map(AuthoredRule::id).toList());
            }
        }
        others.add(at, rule);
        return others;
    }

    private static int indexOf(List<AuthoredRule> rules, String id) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
