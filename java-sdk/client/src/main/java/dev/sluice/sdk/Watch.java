package dev.sluice.sdk;

import dev.sluice.engine.model.Guard;
import org.jspecify.annotations.Nullable;

/** What one guarded decision needs to be watched. Thread-safe. */
final class Watch {

    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final int LONGEST_KIND = 100;

    private final Watching watching;
    private final @Nullable String user;
    private final Arm assigned;
    private final @Nullable Guard guard;
    private final boolean newWithoutGuard;

    /**
     * A watch over one decision.
     *
     * @param user the targeting key; null where there is none
     * @param assigned the arm of whom is served what was assigned
     * @param newWithoutGuard which way is gone where there is no guard
     */
    Watch(Watching watching, @Nullable String user, Arm assigned, @Nullable Guard guard, boolean newWithoutGuard) {
        this.watching = watching;
        this.user = user;
        this.assigned = assigned;
        this.guard = guard;
        this.newWithoutGuard = newWithoutGuard;
    }

    Try begin() {
        long now = watching.nanos();
        Guard limits = guard;
        if (limits == null) {
            return new Try(assigned, newWithoutGuard, null, null, Breaker.Permit.VARIATION, now);
        }
        if (!limits.variation().equals(assigned.assigned())) {
            return new Try(assigned, false, null, null, Breaker.Permit.VARIATION, now);
        }
        Breaker breaker = watching.breaker(assigned.flag(), limits);
        Breaker.Permit permit = breaker.next(limits, now);
        boolean given = permit != Breaker.Permit.BASELINE;
        Arm arm = given ? assigned : servedInstead(limits.baseline());
        return new Try(arm, given, breaker, limits, permit, now);
    }

    private Arm servedInstead(String baseline) {
        return new Arm(
                assigned.flag(),
                assigned.version(),
                assigned.place(),
                assigned.assigned(),
                baseline,
                assigned.replicate(),
                assigned.region());
    }

    /** One attempt; ended once. */
    final class Try {

        private final Arm arm;
        private final boolean isNew;
        private final @Nullable Breaker breaker;
        private final @Nullable Guard limits;
        private final Breaker.Permit permit;
        private final long begun;

        private Try(
                Arm arm,
                boolean isNew,
                @Nullable Breaker breaker,
                @Nullable Guard limits,
                Breaker.Permit permit,
                long begun) {
            this.arm = arm;
            this.isNew = isNew;
            this.breaker = breaker;
            this.limits = limits;
            this.permit = permit;
            this.begun = begun;
            watching.met(user, arm);
        }

        boolean isNew() {
            return isNew;
        }

        void succeeded() {
            ended(null);
        }

        void failed(Throwable thrown) {
            ended(kind(thrown));
        }

        private void ended(@Nullable String error) {
            long now = watching.nanos();
            watching.outcome(arm, (now - begun) / NANOS_PER_MILLI, error);
            if (breaker != null && limits != null && breaker.ended(limits, permit, error == null, now)) {
                watching.opened(arm, limits);
            }
        }
    }

    /** The class, never the message: that may name people. */
    private static String kind(Throwable thrown) {
        String name = thrown.getClass().getName();
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.length() > LONGEST_KIND ? last.substring(0, LONGEST_KIND) : last;
    }
}
