package dev.sluice.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.command.FlagDefinition;
import dev.sluice.server.command.FlagSummary;
import dev.sluice.server.command.ProjectView;
import dev.sluice.server.command.Stored;
import dev.sluice.server.json.InvalidException;
import dev.sluice.server.json.Json;
import dev.sluice.server.upkeep.FlagUse;
import dev.sluice.server.upkeep.Staleness;
import dev.sluice.server.upkeep.Staleness.Kind;
import dev.sluice.server.upkeep.Staleness.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which flags somebody wants to see, and in which order.
 *
 * @param tag only those with this tag, or null
 * @param owner only those of this owner, or null
 * @param text only those with this in their key or description, whatever the case, or null
 * @param archived archived ones instead of the others
 * @param stale only those that may go, for one of these reasons; empty = all, without reasons
 * @param days how many days without use count
 * @param order by what
 * @param descending the other way round
 * @param after what the page before ended with, or null
 * @param limit most flags of a page
 */
record FlagList(
        @Nullable String tag,
        @Nullable String owner,
        @Nullable String text,
        boolean archived,
        List<Kind> stale,
        int days,
        Order order,
        boolean descending,
        @Nullable Place after,
        int limit) {
    private static final long MOST_ITEMS = 1_000;
    private static final long USUAL_ITEMS = 500;
    private static final long USUAL_DAYS = 30;
    private static final long MOST_DAYS = 365;

    enum Order {
        KEY,
        CHANGED,
        EXPIRES
    }

    /** Where a flag stands in the order; flags of one value stand by key. */
    record Place(String value, String key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::value).thenComparing(Place::key).compare(this, other);
        }

        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((key + "/" + value).getBytes(StandardCharsets.UTF_8));
        }

        static Place of(String cursor) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1));
                String[] parts = new String(bytes, StandardCharsets.UTF_8).split("/", 2);
                if (parts.length == 2) {
                    return new Place(parts[1], parts[0]);
                }
            } catch (IllegalArgumentException e) {
                throw none(cursor);
            }
            throw none(cursor);
        }

        private static InvalidException none(String cursor) {
            return InvalidException.of("?cursor", Json.quote(cursor), "what a page named as \"next\"");
        }
    }

    /** Reads the query. */
    static FlagList read(Call call) {
        String sort = call.query("sort");
        boolean descending = sort != null && sort.startsWith("-");
        String name = sort == null ? "key" : descending ? sort.substring(1) : sort;
        Order order = Stream.of(Order.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidException.of(
                        "?sort",
                        Json.quote(String.valueOf(sort)),
                        "key, changed or expires, with - for the other way round"));
        String cursor = call.query("cursor");
        return new FlagList(
                call.query("tag"),
                call.query("owner"),
                call.query("q"),
                call.queryFlag("archived"),
                stale(call.query("stale")),
                (int) call.queryWhole("days", 1, MOST_DAYS, USUAL_DAYS),
                order,
                descending,
                cursor == null ? null : Place.of(cursor),
                (int) call.queryWhole("limit", 1, MOST_ITEMS, USUAL_ITEMS));
    }

    private static List<Kind> stale(@Nullable String given) {
        if (given == null || given.equals("false")) {
            return List.of();
        }
        if (given.isEmpty() || given.equals("true")) {
            return List.of(Kind.values());
        }
        List<Kind> kinds = Stream.of(Kind.values())
                .filter(kind -> kind.text().equals(given))
                .toList();
        if (kinds.isEmpty()) {
            throw InvalidException.of(
                    "?stale", Json.quote(given), "true, never-evaluated, one-variation, expired or undeclared");
        }
        return kinds;
    }

    private record Wanted(Place place, List<Reason> reasons) {}

    /**
     * The page.
     *
     * @param use who uses the flags; only needed to find stale ones
     */
    ObjectNode page(ProjectView view, Optional<FlagUse> use, Instant now) {
        Staleness staleness =
                use.map(known -> new Staleness(view, known, now, days)).orElse(null);
        List<Wanted> wanted = new ArrayList<>();
        for (String key : view.state().flags().keySet()) {
            Stored<FlagDefinition> flag = view.flag(key);
            if (!matches(flag.document())) {
                continue;
            }
            Place place = new Place(value(view, flag), key);
            if (after != null && (descending ? place.compareTo(after) >= 0 : place.compareTo(after) <= 0)) {
                continue;
            }
            List<Reason> reasons = staleness == null
                    ? List.of()
                    : staleness.of(key).stream()
                            .filter(reason -> stale.contains(reason.kind()))
                            .toList();
            if (staleness == null || !reasons.isEmpty()) {
                wanted.add(new Wanted(place, reasons));
            }
        }
        Comparator<Wanted> byPlace = Comparator.comparing(Wanted::place);
        wanted.sort(descending ? byPlace.reversed() : byPlace);
        ObjectNode page = Json.object();
        ArrayNode items = page.putArray("items");
        for (Wanted each : wanted.subList(0, Math.min(limit, wanted.size()))) {
            ObjectNode item = FlagSummary.json(view, each.place().key());
            if (staleness != null) {
                ArrayNode reasons = item.putArray("stale");
                each.reasons()
                        .forEach(reason -> reasons.addObject()
                                .put("kind", reason.kind().text())
                                .put("words", reason.words()));
            }
            items.add(item);
        }
        page.put("next", wanted.size() > limit ? wanted.get(limit - 1).place().cursor() : null);
        use.ifPresent(known -> {
            ObjectNode since = page.putObject("measuredSince");
            for (String environment : view.environments()) {
                Instant begin = known.measuredSince(environment);
                since.put(environment, begin == null ? null : begin.toString());
            }
        });
        return page;
    }

    private boolean matches(FlagDefinition flag) {
        return flag.archived() == archived
                && (tag == null || flag.about().tags().contains(tag))
                && (owner == null || flag.about().owner().equals(owner))
                && (text == null
                        || contains(flag.key(), text)
                        || contains(flag.about().description(), text));
    }

    private static boolean contains(String in, String what) {
        return in.toLowerCase(Locale.ROOT).contains(what.toLowerCase(Locale.ROOT));
    }

    private String value(ProjectView view, Stored<FlagDefinition> flag) {
        return switch (order) {
            case KEY -> "";
            case EXPIRES ->
                Optional.ofNullable(flag.document().about().expires()).orElse("9999-99-99");
            case CHANGED -> {
                long last = flag.last().at().toEpochMilli();
                for (String environment : view.environments()) {
                    last = Math.max(
                            last,
                            view.findTargeting(environment, flag.document().key())
                                    .map(targeting -> targeting.last().at().toEpochMilli())
                                    .orElse(0L));
                }
                yield String.format(Locale.ROOT, "%019d", last);
            }
        };
    }
}
