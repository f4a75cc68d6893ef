package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import dev.sluice.garbage.Allocated;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deciding allocates nothing: the workloads of the performance page, with contexts built beforehand. */
class AllocationTest {
    private static final int MEASURED = 200_000;
    private static final int CONTEXTS = 1_000;
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> buckets / 2);

    private enum Workload {
        ON_WITHOUT_RULES("{\"variation\":\"on\"}", "", i -> user(i).build()),
        SPLIT_BY_USER(split("targetingKey"), "", i -> user(i).build()),
        SPLIT_BY_UNICODE(split("targetingKey"), "", i -> Context.of("größe-日本-😀-" + i)),
        SPLIT_BY_NUMBER(
                split("account"),
                "",
                i -> user(i).set("account", 1_000_000L + i).build()),
        SPLIT_BY_REAL_NUMBER(
                split("account"), "", i -> user(i).set("account", 7.0 + i).build()),
        SPLIT_WITHOUT_KEY(split("account"), "", i -> user(i).build()),
        SPLIT_AT_RANDOM(split("random"), "", i -> user(i).build()),
        FIVE_RULES(
                split("targetingKey"),
                "\"rules\":[" + fiveRules() + "],",
                i -> user(i).set("country", i % 2 == 0 ? "C49" : "ZZ")
                        .set("plan", "gold")
                        .set("age", 40L)
                        .build()),
        LIST_OF_THOUSAND(
                "{\"variation\":\"off\"}",
                "\"rules\":[{\"id\":\"r\",\"when\":[{\"attribute\":\"targetingKey\",\"op\":\"in\",\"values\":[" + ids()
                        + "]}],\"serve\":{\"variation\":\"on\"}}],",
                i -> Context.of("user-" + 2 * i)),
        TARGETS(
                "{\"variation\":\"off\"}",
                "\"targets\":[{\"variation\":\"on\",\"attribute\":\"targetingKey\",\"keys\":[" + ids() + "]}],",
                i -> Context.of("user-" + 2 * i)),
        TEXTS_NUMBERS_LISTS(
                "{\"variation\":\"off\"}",
                """
                "rules":[{"id":"r","when":[{"attribute":"mail","op":"endsWith","values":["@x","@SHOP.example"],"ignoreCase":true},
                {"attribute":"langs","op":"in","values":["de","FR"],"ignoreCase":true},{"attribute":"n","op":"in","values":[1,2.5,3]},
                {"attribute":"/o/p","op":"gte","values":[1.5]},{"attribute":"b","op":"in","values":[true]},
                {"attribute":"none","op":"exists","negate":true}],"serve":{"variation":"on"}}],""",
                i -> user(i).set("mail", "me@shop.EXAMPLE")
                        .set("langs", List.of("en", "fr"))
                        .set("n", 2.5)
                        .set("o", java.util.Map.of("p", 2))
                        .set("b", true)
                        .build()),
        SEGMENT("{\"variation\":\"off\"}", """
                "rules":[{"id":"r","when":[{"op":"inSegment","values":["staff"]}],"serve":{"variation":"on"}}],""", i -> user(i).build()),
        PREREQUISITE("{\"variation\":\"on\"}", """
                "prerequisites":[{"flag":"p","variations":["on"]}],""", i -> user(i).build());

        private final String fallthrough;
        private final String more;
        private final IntFunction<Context> context;

        Workload(String fallthrough, String more, IntFunction<Context> context) {
            this.fallthrough = fallthrough;
            this.more = more;
            this.context = context;
        }

        private static String split(String by) {
            return "{\"split\":{\"by\":\"%s\",\"salt\":\"f\",\"buckets\":100000,\"ranges\":[{\"variation\":\"on\",\"from\":0,\"to\":50000}]}}"
                    .formatted(by);
        }

        private static String fiveRules() {
            List<String> rules = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                List<String> countries = new ArrayList<>();
                for (int j = 0; j < 10; j++) {
                    countries.add("\"C" + (10 * i + j) + "\"");
                }
                rules.add("""
                        {"id":"r%d","when":[{"attribute":"country","op":"in","values":%s},{"attribute":"age","op":"gt","values":[%d]}],\
                        "serve":%s}""".formatted(i, countries, 30 + i, split("targetingKey")));
            }
            return String.join(",", rules);
        }

        private static String ids() {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                ids.add("\"user-" + i + "\"");
            }
            return String.join(",", ids);
        }
    }

    private long sink;

    @ParameterizedTest
    @EnumSource
    void decidingAllocatesNothing(Workload workload) {
        Snapshot snapshot = snapshot(workload);
        Context[] contexts = new Context[CONTEXTS];
        for (int i = 0; i < CONTEXTS; i++) {
            contexts[i] = workload.context.apply(i);
        }
        String[] flags = {"f", "q0", "q500", "q999"};

        long least = Allocated.least(() -> sink += decide(snapshot, flags, contexts, MEASURED));

        assertThat(sink).isPositive();
        assertThat(least).as("bytes for %d decisions", MEASURED).isZero();
    }

    private static long decide(Snapshot snapshot, String[] flags, Context[] contexts, int times) {
        long on = 0;
        for (int i = 0; i < times; i++) {
            String flag = flags[i % 4 == 0 ? i / 4 % flags.length : 0];
            Decision decision = EVALUATOR.decide(snapshot, flag, ValueType.BOOLEAN, contexts[i % contexts.length]);
            on += decision.booleanValue(false) ? 1 : 2;
        }
        return on;
    }

    private static Snapshot snapshot(Workload workload) {
        Writer writer = new Writer("1.a").flag("f", flag("f", workload.fallthrough, workload.more));
        writer.flag("p", flag("p", "{\"variation\":\"on\"}", ""));
        writer.segment("staff", """
                {"key":"staff","included":["user-1","user-3"],"excluded":["user-2"],\
                "rules":[{"id":"m","when":[{"attribute":"targetingKey","op":"endsWith","values":["7"]}]}]}""");
        for (int i = 0; i < 1_000; i++) {
            writer.flag("q" + i, flag("q" + i, Workload.split("targetingKey"), ""));
        }
        writer.commit();
        Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();
        assertThat(snapshot.notUnderstood()).isEmpty();
        return snapshot;
    }

    private static String flag(String key, String fallthrough, String more) {
        return """
                {"key":"%s","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off",%s"fallthrough":%s}""".formatted(key, more, fallthrough);
    }

    private static Context.Builder user(int i) {
        return Context.builder("user-" + i);
    }
}
