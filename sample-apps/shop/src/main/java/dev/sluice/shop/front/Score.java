package dev.sluice.shop.front;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What shoppers met since a moment, and how things stand now. Immutable.
 *
 * @param since when counting began
 * @param at when this was taken
 * @param firstFailure null when nothing failed
 * @param longestGapMillis longest time without a successful order; the open gap counts
 * @param viaNew orders that the new checkout took, failed ones too
 * @param windowOrders orders of the last seconds that were decided by the newest revision
 * @param windowNew how many of them the new checkout took
 * @param decisions flags asked; {@code failedDecisions} of them answered with the code's default
 * @param switchedOver shoppers' changes from the old checkout to the new; {@code switchedBack} the other way
 * @param rollbackMillis from turning the flag off to the last failure after it; null when nothing was rolled back
 * @param failuresPerSecond oldest first, the last two minutes
 * @param flag what the flag says, as far as it is known
 */
public record Score(
        Instant since,
        Instant at,
        long succeeded,
        long failed,
        @Nullable Instant firstFailure,
        @Nullable Instant lastFailure,
        long longestGapMillis,
        @Nullable Instant longestGapEnd,
        long viaNew,
        int windowOrders,
        int windowNew,
        long decisions,
        long failedDecisions,
        long switchedOver,
        long switchedBack,
        @Nullable Long rollbackMillis,
        List<Integer> failuresPerSecond,
        List<CountryShare> countries,
        List<Shop> shops,
        @Nullable Flag flag) {

    /** The orders of one country; {@code windowNew} of {@code windowOrders} recent ones took the new checkout. */
    public record CountryShare(String code, String name, long orders, int windowOrders, int windowNew) {

        /** The recent share of the new checkout in percent; 0 without orders. */
        public double newPercent() {
            return percent(windowNew, windowOrders);
        }
    }

    /**
     * One shop instance.
     *
     * @param state STARTING, READY, DRAINING or DOWN
     * @param build 1 or 2; 0 when it was never reached
     * @param flags how its flags are doing: READY, STALE and so on, or NONE
     * @param inRotation whether orders are sent to it
     * @param failPercent how many orders of a hundred its new checkout was told to fail
     */
    public record Shop(
            String name, String state, int build, String flags, boolean inRotation, int failPercent, long orders) {}

    /** What the flag says: whether it is enabled, who gets what in words, when that was changed. */
    public record Flag(
            boolean enabled, String sentence, @Nullable Instant changedAt) {}

    public Score {
        failuresPerSecond = List.copyOf(failuresPerSecond);
        countries = List.copyOf(countries);
        shops = List.copyOf(shops);
    }

    /** All orders, whether they succeeded or failed. */
    public long orders() {
        return succeeded + failed;
    }

    /** The recent share of the new checkout in percent; 0 without orders. */
    public double newPercent() {
        return percent(windowNew, windowOrders);
    }

    /** The line that the page always shows. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "orders %,d · failed %,d · longest gap %,d ms · new checkout %s %%",
                orders(),
                failed,
                longestGapMillis,
                shortPercent(newPercent()));
    }

    /** This score as {@link #fromJson} reads it. */
    public JsonObject toJson() {
        JsonArray perCountry = new JsonArray();
        for (CountryShare each : countries) {
            perCountry.add(new JsonObject()
                    .put("code", each.code())
                    .put("name", each.name())
                    .put("orders", each.orders())
                    .put("newPercent", oneDecimal(each.newPercent()))
                    .put("windowOrders", each.windowOrders())
                    .put("windowNew", each.windowNew()));
        }
        JsonArray perShop = new JsonArray();
        for (Shop each : shops) {
            perShop.add(new JsonObject()
                    .put("name", each.name())
                    .put("state", each.state())
                    .put("build", each.build())
                    .put("flags", each.flags())
                    .put("inRotation", each.inRotation())
                    .put("failPercent", each.failPercent())
                    .put("orders", each.orders()));
        }
        JsonObject json = new JsonObject()
                .put("since", since.toString())
                .put("at", at.toString())
                .put("line", line())
                .put("orders", orders())
                .put("succeeded", succeeded)
                .put("failed", failed)
                .put("firstFailure", text(firstFailure))
                .put("lastFailure", text(lastFailure))
                .put("longestGapMillis", longestGapMillis)
                .put("longestGapEnd", text(longestGapEnd))
                .put("newPercent", oneDecimal(newPercent()))
                .put("viaNew", viaNew)
                .put("windowOrders", windowOrders)
                .put("windowNew", windowNew)
                .put("decisions", decisions)
                .put("failedDecisions", failedDecisions)
                .put("switchedOver", switchedOver)
                .put("switchedBack", switchedBack)
                .put("secondsToRollBack", rollbackMillis == null ? null : rollbackMillis / 1000.0)
                .put("failuresPerSecond", new JsonArray(failuresPerSecond))
                .put("countries", perCountry)
                .put("shops", perShop);
        if (flag != null) {
            json.put("flag", flagJson(flag));
        }
        return json;
    }

    /** Reads what {@link #toJson} wrote. */
    public static Score fromJson(JsonObject json) {
        List<CountryShare> countries = new ArrayList<>();
        for (Object each : json.getJsonArray("countries")) {
            JsonObject country = (JsonObject) each;
            countries.add(new CountryShare(
                    country.getString("code"),
                    country.getString("name"),
                    country.getLong("orders"),
                    country.getInteger("windowOrders"),
                    country.getInteger("windowNew")));
        }
        List<Shop> shops = new ArrayList<>();
        for (Object each : json.getJsonArray("shops")) {
            JsonObject shop = (JsonObject) each;
            shops.add(new Shop(
                    shop.getString("name"),
                    shop.getString("state"),
                    shop.getInteger("build"),
                    shop.getString("flags"),
                    shop.getBoolean("inRotation"),
                    shop.getInteger("failPercent"),
                    shop.getLong("orders")));
        }
        List<Integer> line = new ArrayList<>();
        for (Object each : json.getJsonArray("failuresPerSecond")) {
            line.add((Integer) each);
        }
        Double seconds = json.getDouble("secondsToRollBack");
        JsonObject flag = json.getJsonObject("flag");
        return new Score(
                Instant.parse(json.getString("since")),
                Instant.parse(json.getString("at")),
                json.getLong("succeeded"),
                json.getLong("failed"),
                instant(json.getString("firstFailure")),
                instant(json.getString("lastFailure")),
                json.getLong("longestGapMillis"),
                instant(json.getString("longestGapEnd")),
                json.getLong("viaNew"),
                json.getInteger("windowOrders"),
                json.getInteger("windowNew"),
                json.getLong("decisions"),
                json.getLong("failedDecisions"),
                json.getLong("switchedOver"),
                json.getLong("switchedBack"),
                seconds == null ? null : Math.round(seconds * 1000),
                line,
                countries,
                shops,
                flag == null ? null : flag(flag));
    }

    static Flag flag(JsonObject json) {
        return new Flag(
                json.getBoolean("enabled", false),
                json.getString("sentence", ""),
                instant(json.getString("changedAt")));
    }

    static JsonObject flagJson(Flag flag) {
        return new JsonObject()
                .put("enabled", flag.enabled())
                .put("sentence", flag.sentence())
                .put("changedAt", text(flag.changedAt()));
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static double oneDecimal(double percent) {
        return Math.round(percent * 10) / 10.0;
    }

    private static String shortPercent(double percent) {
        double rounded = oneDecimal(percent);
        return rounded == Math.rint(rounded)
                ? String.valueOf((long) rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }
}
