package dev.sluice.server.upkeep;

import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.upkeep.FlagUse.OfEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why flags may go. What is concluded from nobody having used a flag for some days needs that many days to be known of: measured in one
 * environment at least, all noted in each, and without a change of who gets what. Pure; for one thread.
 */
public final class Staleness {

    /** Why a flag may go. */
    public enum Kind {
        /** No environment evaluated it. */
        NEVER_EVALUATED("never-evaluated"),
        /** Every environment that evaluated it gave one variation. */
        ONE_VARIATION("one-variation"),
        /** Its day is over. */
        EXPIRED("expired"),
        /** No code declares it or asks for it. */
        UNDECLARED("undeclared");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As it is written. */
        public String text() {
            return text;
        }
    }

    /**
     * One reason.
     *
     * @param kind what it is
     * @param words the same for people
     */
    public record Reason(Kind kind, String words) {}

    private final ProjectView view;
    private final FlagUse use;
    private final Instant now;
    private final int days;

    /**
     * Of the flags of a project.
     *
     * @param days how many days without use count
     */
    public Staleness(ProjectView view, FlagUse use, Instant now, int days) {
        this.view = view;
        this.use = use;
        this.now = now;
        this.days = days;
    }

    /** The reasons why this flag may go; none for one that is archived. */
    public List<Reason> of(String flag) {
        FlagDefinition definition = view.flag(flag).document();
        List<Reason> reasons = new ArrayList<>();
        if (definition.archived()) {
            return reasons;
        }
        expired(definition, reasons);
        Instant since = now.minus(Duration.ofDays(days));
        if (!isKnownSince(flag, since)) {
            return reasons;
        }
        Place evaluated = lastEvaluated(flag);
        if (evaluated == null || evaluated.at().isBefore(since)) {
            String last = evaluated == null
                    ? "; no evaluation was ever reported"
                    : "; last on " + day(evaluated.at()) + " in " + evaluated.environment();
            reasons.add(new Reason(
                    Kind.NEVER_EVALUATED, "Not evaluated in any environment for " + days(days) + last + "."));
        } else {
            oneVariation(flag, since, reasons);
        }
        undeclared(flag, since, reasons);
        return reasons;
    }

    private void expired(FlagDefinition definition, List<Reason> reasons) {
        String day = definition.about().expires();
        if (day == null) {
            return;
        }
        long over = ChronoUnit.DAYS.between(LocalDate.parse(day), LocalDate.ofInstant(now, ZoneOffset.UTC));
        if (over > 0) {
            reasons.add(new Reason(Kind.EXPIRED, "It was to be gone by " + day + ", " + days(over) + " ago."));
        }
    }

    private boolean isKnownSince(String flag, Instant since) {
        boolean measured = use.environments().values().stream().anyMatch(environment -> isMeasured(environment, since));
        return measured
                && use.environments().values().stream().allMatch(environment -> isNoted(environment, since))
                && view.environments().stream()
                        .flatMap(environment -> view.findTargeting(environment, flag).stream())
                        .allMatch(targeting -> !targeting.last().at().isAfter(since));
    }

    private static boolean isMeasured(OfEnvironment environment, Instant since) {
        Instant begin = environment.measuredSince();
        return begin != null && !begin.isAfter(since);
    }

    private static boolean isNoted(OfEnvironment environment, Instant since) {
        Instant unnoted = environment.unnoted();
        return unnoted == null || unnoted.isBefore(since);
    }

    private record Place(String environment, Instant at) {}

    private @Nullable Place lastEvaluated(String flag) {
        Place last = null;
        for (Map.Entry<String, OfEnvironment> each : use.environments().entrySet()) {
            Instant at = each.getValue().evaluated().last().get(flag);
            if (at != null && (last == null || at.isAfter(last.at()))) {
                last = new Place(each.getKey(), at);
            }
        }
        return last;
    }

    private void oneVariation(String flag, Instant since, List<Reason> reasons) {
        Map<String, String> only = new TreeMap<>();
        for (Map.Entry<String, OfEnvironment> each : use.environments().entrySet()) {
            Set<String> served = each.getValue().servedSince(flag, since);
            if (served.isEmpty()) {
                continue;
            }
            if (served.size() > 1 || !isMeasured(each.getValue(), since)) {
                return;
            }
            only.put(each.getKey(), served.iterator().next());
        }
        if (!only.isEmpty()) {
            List<String> words = new ArrayList<>();
            only.forEach((environment, variation) -> words.add(variation + " in " + environment));
            reasons.add(new Reason(
                    Kind.ONE_VARIATION,
                    "It gave everyone the same for " + days(days) + ": " + String.join(", ", words) + "."));
        }
    }

    private void undeclared(String flag, Instant since, List<Reason> reasons) {
        Instant last = null;
        for (OfEnvironment environment : use.environments().values()) {
            Instant at = environment.lastDeclared(flag);
            if (environment.isUsed(flag) || (at != null && !at.isBefore(since))) {
                return;
            }
            last = at == null || (last != null && last.isAfter(at)) ? last : at;
        }
        reasons.add(new Reason(
                Kind.UNDECLARED,
                "No running instance has code that declares it, and none told of such code for " + days(days)
                        + (last == null ? "; none ever did." : "; the last did on " + day(last) + ".")));
    }

    private static String day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    private static String days(long count) {
        return count == 1 ? "1 day" : count + " days";
    }
}
