package dev.sluice.jmh;

import dev.sluice.engine.Context;
import dev.sluice.engine.EnvironmentHash;
import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Serve;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.wire.SnapshotEvent;
import dev.sluice.engine.wire.WireCodec;
import dev.sluice.engine.wire.WireRecord;
import dev.sluice.jmh.limit.LimitProgram;
import dev.sluice.jmh.limit.User;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The workloads, once for all programs that are measured: one environment of 1,004 flags, and who asks.
 *
 * <ul>
 *   <li>W1: on, no rules
 *   <li>W2: a split in halves by user
 *   <li>W3: five rules of two clauses (country in 10, plan equals, a comparison); the fifth matches and splits in halves
 *   <li>W4: a list of 1,000 users; one who is in it, one who is not
 *   <li>W5: 1,000 flags like W2, one after another, for 10,000 users in turn
 * </ul>
 *
 * <p>Everybody's flags are loaded from somewhere: the names that are asked for are never the same objects as those that are held. Nor
 * is what comes with a request (users, countries, plans) the same object as the equal one in a rule. The names of attributes in
 * contexts are constants of the code, as in an application.
 */
public final class Workloads {
    /** The flag of each workload. */
    public static final String W1 = "w1-on";

    public static final String W2 = "w2-half";
    public static final String W3 = "w3-rules";
    public static final String W4 = "w4-list";

    /** W3 in the limit program, written with what nobody can know beforehand. */
    public static final String W3_HOISTED = "w3-hoisted";

    /** How many flags W5 has. */
    public static final int MANY_FLAGS = 1_000;

    /** How many users ask in W5. */
    public static final int MANY_USERS = 10_000;

    /** How many users the list of W4 has. */
    public static final int LISTED = 1_000;

    private static final WireCodec CODEC = new WireCodec();

    private Workloads() {}

    /** The key of one of W5's flags. */
    public static String manyKey(int index) {
        return String.format("w5-half-%04d", index);
    }

    /** The keys of all of W5's flags, in the order in which they are asked: one without order. */
    public static String[] manyKeys() {
        String[] keys =
                IntStream.range(0, MANY_FLAGS).mapToObj(Workloads::manyKey).toArray(String[]::new);
        shuffle(keys);
        return keys;
    }

    static void shuffle(String[] keys) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = keys.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            String key = keys[i];
            keys[i] = keys[other];
            keys[other] = key;
        }
    }

    /** The key of a user; a new string each time, as a request brings it. */
    public static String userKey(int number) {
        return "user-" + (100_000 + number);
    }

    /** The keys of the list of W4. */
    public static List<String> listed(int size) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            keys.add(userKey(2 * i));
        }
        return keys;
    }

    /** The user of the other workloads than W4 and W5; the fifth rule of W3 matches. */
    public static User user() {
        return userOf(userKey(42));
    }

    /** In the list of W4. */
    public static User listedUser() {
        return userOf(userKey(2 * (LISTED / 2)));
    }

    /** Not in the list of W4. */
    public static User unlistedUser() {
        return userOf(userKey(LISTED + 1));
    }

    /** The users of W5. */
    public static User[] manyUsers() {
        User[] users = new User[MANY_USERS];
        for (int i = 0; i < users.length; i++) {
            users[i] = userOf(userKey(i));
        }
        return users;
    }

    private static User userOf(String key) {
        return User.of(key, separate("DE"), separate("gold"), 12);
    }

    /** An equal string that is another object. */
    static String separate(String text) {
        return String.valueOf(text.toCharArray());
    }

    /** The same as a context of Sluice. */
    public static Context context(User user) {
        Context.Builder builder = Context.builder(user.key());
        user.attributes().forEach(builder::setAny);
        return builder.build();
    }

    /** The environment as the program written by hand. */
    public static LimitProgram limit() {
        LimitProgram program = new LimitProgram()
                .on(W1)
                .half(W2)
                .rules(W3)
                .list(W4, listed(LISTED))
                .rulesHoisted(W3_HOISTED, W3);
        for (int i = 0; i < MANY_FLAGS; i++) {
            program.half(manyKey(i));
        }
        return program;
    }

    /** The environment as a server sends it. */
    public static byte[] snapshot() {
        List<Flag> flags = new ArrayList<>(List.of(on(W1), half(W2), rules(W3), list(W4, listed(LISTED))));
        for (int i = 0; i < MANY_FLAGS; i++) {
            flags.add(half(manyKey(i)));
        }
        return encoded(flags);
    }

    /** An environment of these flags as the data of the event {@code snapshot}. */
    public static byte[] encoded(List<Flag> flags) {
        SnapshotEvent event = event(flags);
        return CODEC.encodeSnapshot(event.id(), event.flags(), event.segments());
    }

    /** An environment of these flags. */
    public static SnapshotEvent event(List<Flag> flags) {
        TreeMap<String, WireRecord> records = new TreeMap<>();
        EnvironmentHash hash = EnvironmentHash.EMPTY;
        for (Flag flag : flags) {
            WireRecord record = WireRecord.of(RecordKind.FLAG, flag.key(), CODEC.write(flag));
            records.put(flag.key(), record);
            hash = hash.plus(record.h());
        }
        return new SnapshotEvent(
                WireCodec.FORMAT, new StateId(new Epoch(1, "bench"), 1, hash), records, new TreeMap<>());
    }

    static Flag on(String key) {
        return Flag.simple(core(key), new Fixed("on"));
    }

    static Flag half(String key) {
        return Flag.simple(core(key), halfOf(key));
    }

    static Flag list(String key, List<String> users) {
        return Flag.of(
                core(key),
                List.of(),
                List.of(new Target("on", Target.TARGETING_KEY, users)),
                List.of(),
                new Fixed("off"),
                null);
    }

    static Flag rules(String key) {
        return Flag.of(
                core(key),
                List.of(),
                List.of(),
                List.of(
                        rule(
                                "first",
                                countries("AT", "BE", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE"),
                                Clause.of("plan", Operator.IN, "silver")),
                        rule(
                                "second",
                                countries("DE", "IT", "LU", "NL", "NO", "PL", "PT", "SE", "CZ", "SK"),
                                Clause.of("orders", Operator.GTE, 100L)),
                        rule("third", Clause.of("plan", Operator.IN, "gold"), Clause.of("orders", Operator.LT, 5L)),
                        rule(
                                "fourth",
                                countries("US", "CA", "MX", "BR", "AR", "CL", "PE", "CO", "UY", "PY"),
                                Clause.of("plan", Operator.IN, "gold")),
                        new Rule(
                                "fifth",
                                List.of(
                                        countries("JP", "KR", "DE", "IN", "AU", "NZ", "SG", "ZA", "KE", "EG"),
                                        Clause.of("orders", Operator.GTE, 10L)),
                                halfOf(key))),
                new Fixed("off"),
                null);
    }

    private static Rule rule(String id, Clause first, Clause second) {
        return new Rule(id, List.of(first, second), new Fixed("on"));
    }

    private static Clause countries(String... codes) {
        return Clause.of("country", Operator.IN, (Object[]) codes);
    }

    private static Serve halfOf(String salt) {
        return new Split(
                Target.TARGETING_KEY, salt, Split.BUCKETS, List.of(new Range("on", 0, Split.BUCKETS / 2)), "off");
    }

    private static FlagCore core(String key) {
        List<Variation> variations = List.of(new Variation("on", true), new Variation("off", false));
        return new FlagCore(key, ValueType.BOOLEAN, 1, true, variations, "off");
    }
}
