package dev.sluice.rig.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What harm is done when: drawn from a seed, the same for the same seed and size, and over when the time is. Immutable. */
record Plan(long seed, List<Event> events) {

    /** One harm to one victim, from a time to a time, in milliseconds since the beginning. */
    record Event(Harm harm, int victim, long fromMillis, long untilMillis) {
        @Override
        public String toString() {
            return String.format(
                    "%7.1f s  %-14s %d  for %.1f s",
                    fromMillis / 1_000.0, harm, victim, (untilMillis - fromMillis) / 1_000.0);
        }
    }

    Plan {
        events = List.copyOf(events);
    }

    /**
     * Draws one.
     *
     * @param time how long it lasts in all
     * @param longest no harm lasts longer; kinds that cannot be shorter are left out
     * @param victims how many there are of each
     */
    static Plan of(long seed, Duration time, Duration longest, Map<Harm.Victims, Integer> victims) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Harm> possible = java.util.Arrays.stream(Harm.values())
                .filter(harm -> harm.leastMillis() <= longest.toMillis())
                .toList();
        Map<String, Long> busyUntil = new TreeMap<>();
        List<Event> events = new ArrayList<>();
        for (long at = 0; ; at += 200 + random.nextInt(Math.toIntExact(Math.min(4_000, time.toMillis() / 10)))) {
            Harm harm = possible.get(random.nextInt(possible.size()));
            int victim = random.nextInt(victims.getOrDefault(harm.victims(), 1));
            long most = Math.min(harm.mostMillis(), longest.toMillis());
            long until = at + harm.leastMillis() + random.nextLong(most - harm.leastMillis() + 1);
            if (at >= time.toMillis()) {
                return new Plan(seed, events);
            }
            boolean free = busyUntil.getOrDefault(harm.victims() + " " + victim, 0L) <= at;
            if (free && until <= time.toMillis()) {
                busyUntil.put(harm.victims() + " " + victim, until);
                events.add(new Event(harm, victim, at, until));
            }
        }
    }

    /** How often each kind is in it. */
    Map<Harm, Integer> counts() {
        Map<Harm, Integer> counts = new TreeMap<>();
        events.forEach(event -> counts.merge(event.harm(), 1, Integer::sum));
        return counts;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("chaos by seed " + seed + ":\n");
        events.forEach(event -> text.append(event).append('\n'));
        return text.toString();
    }
}
