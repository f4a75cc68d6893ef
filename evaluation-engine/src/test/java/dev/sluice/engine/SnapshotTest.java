package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final String BY_COUNTRY = """
            "rules":[{"id":"de","when":[{"attribute":"geo.country","op":"in","values":["DE"]}],"serve":{"variation":"on"}}],""";

    private final Writer writer = new Writer("1.a");

    @Test
    void aGuardThatTellsPlacesApartNeedsTheGeoDatabase() {
        assertThat(guardedBy("\"geo.country\"").needsGeo()).isTrue();
        assertThat(guardedBy("\"plan\"").needsGeo()).isFalse();
        assertThat(guardedBy("\"/geo.country\"").needsGeo()).isFalse();
        Snapshot noName = guardedBy("\"/no~name\"");
        assertThat(noName.needsGeo()).isFalse();
        assertThat(noName.notUnderstood()).isEmpty();
    }

    @Test
    void aPlaceIsFoundFromTheAddressOnlyIfARuleAsksAndTheContextDoesNotSay() {
        AtomicInteger asked = new AtomicInteger();
        Evaluator evaluator = Evaluator.of(
                ip -> {
                    asked.incrementAndGet();
                    return ip.equals("192.0.2.1") ? new GeoLocation("DE", "DE-BY", null, "EU", true, 48.1, 11.6) : null;
                },
                buckets -> 0);
        Snapshot snapshot = commit(writer.flag("geo", flag("geo", BY_COUNTRY)).flag("plain", flag("plain", "")));

        assertThat(variation(evaluator, snapshot, "geo", Context.builder().ip("192.0.2.1")))
                .isEqualTo("on");
        assertThat(variation(evaluator, snapshot, "geo", Context.builder().ip("192.0.2.2")))
                .isEqualTo("off");
        assertThat(asked).hasValue(2);
        assertThat(variation(
                        evaluator,
                        snapshot,
                        "geo",
                        Context.builder().ip("192.0.2.1").set("geo.country", "FR")))
                .isEqualTo("off");
        assertThat(variation(evaluator, snapshot, "geo", Context.builder("u1"))).isEqualTo("off");
        assertThat(variation(evaluator, snapshot, "plain", Context.builder().ip("192.0.2.1")))
                .isEqualTo("off");
        assertThat(asked).hasValue(2);
    }

    @Test
    void geographyIsNeededByRulesSegmentsSplitsAndDistancesAlsoOfAFlagThatIsStillDisabled() {
        assertThat(commit(writer.flag("f", flag("f", ""))).needsGeo()).isFalse();
        assertThat(commit(writer.flag("f", flag("f", BY_COUNTRY))).needsGeo()).isTrue();
        assertThat(commit(writer.flag("f", flag("f", BY_COUNTRY).replace("\"enabled\":true", "\"enabled\":false")))
                        .needsGeo())
                .isTrue();
        assertThat(commit(writer.flag("f", flag("f", """
                        "rules":[{"id":"r","when":[{"op":"inSegment","values":["s"]}],"serve":{"variation":"on"}}],"""))
                                .segment(
                                        "s",
                                        "{\"key\":\"s\"," + BY_COUNTRY.replace(",\"serve\":{\"variation\":\"on\"}", "")
                                                + "\"included\":[]}"))
                        .needsGeo())
                .isTrue();
        assertThat(commit(writer.removeFlag("f")).needsGeo()).isFalse();
    }

    @Test
    void aChangeSharesEverythingItCannotReach() {
        Replica before = replica(writer.flag("f", flag("f", ""))
                .flag("g", flag("g", "\"prerequisites\":[{\"flag\":\"f\",\"variations\":[\"on\"]}],"))
                .flag("h", flag("h", "")));

        Replica after = before.apply(writer.flag("f", flag("f", BY_COUNTRY)).commit());

        assertThat(after.snapshot().find("h")).isSameAs(before.snapshot().find("h"));
        assertThat(after.snapshot().find("f")).isNotSameAs(before.snapshot().find("f"));
        assertThat(after.snapshot().find("g")).isNotSameAs(before.snapshot().find("g"));
    }

    @Test
    void aSnapshotTellsWhatIsKnownOfItsFlags() {
        Snapshot snapshot = commit(writer.flag("f", flag("f", "")).flag("junk", "{}"));

        assertThat(snapshot.flagKeys()).containsExactlyInAnyOrder("f", "junk");
        assertThat(snapshot.flag("f").type()).isEqualTo(ValueType.BOOLEAN);
        assertThat(snapshot.flag("f").variations()).extracting("name").containsExactly("on", "off");
        assertThat(snapshot.flag("junk")).isNull();
        assertThat(snapshot.flag("nowhere")).isNull();
        assertThat(snapshot.notUnderstood()).extracting(NotUnderstood::flag).containsExactly("junk");
    }

    @Test
    void aRandomSplitDrawsEachTimeFromTheWholeLine() {
        AtomicInteger next = new AtomicInteger();
        Evaluator evaluator = Evaluator.of(GeoLocator.none(), buckets -> next.getAndIncrement() % buckets);
        Snapshot snapshot =
                commit(writer.flag("f", flag("f", "").replace("\"fallthrough\":{\"variation\":\"off\"}", """
                "fallthrough":{"split":{"by":"random","salt":"s","buckets":1000,"ranges":[{"variation":"on","from":0,"to":125}]}}""")));

        int on = 0;
        for (int i = 0; i < 10_000; i++) {
            on += evaluator.decide(snapshot, "f", Context.anonymous()).booleanValue(false) ? 1 : 0;
        }

        assertThat(on).isEqualTo(1_250);
    }

    @Test
    void valuesComeInTheTypeThatWasAskedForAndElseTheDefault() {
        Evaluator evaluator = Evaluator.of(GeoLocator.none(), buckets -> 0);
        Snapshot snapshot = commit(writer.flag("n", """
                {"key":"n","type":"integer","version":3,"enabled":true,"variations":{"a":7},"fallthrough":{"variation":"a"}}"""));
        Decision decision = evaluator.decide(snapshot, "n", ValueType.INTEGER, Context.anonymous());

        assertThat(decision.longValue(1)).isEqualTo(7);
        assertThat(decision.doubleValue(1.5)).isEqualTo(1.5);
        assertThat(decision.stringValue("x")).isEqualTo("x");
        assertThat(decision.booleanValue(true)).isTrue();
        assertThat(evaluator
                        .decide(snapshot, "n", ValueType.DOUBLE, Context.anonymous())
                        .doubleValue(2.5))
                .isEqualTo(2.5);
    }

    private static String variation(Evaluator evaluator, Snapshot snapshot, String flag, Context.Builder context) {
        return evaluator.decide(snapshot, flag, context.build()).variation();
    }

    private static Snapshot commit(Writer writer) {
        return replica(writer).snapshot();
    }

    private static Replica replica(Writer writer) {
        writer.commit();
        return Replica.of(writer.snapshot());
    }

    private static String flag(String key, String more) {
        return """
                {"key":"%s","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off",%s"fallthrough":{"variation":"off"}}""".formatted(key, more);
    }

    private static Snapshot guardedBy(String region) {
        Writer writer = new Writer("1.a").flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "guard":{"variation":"on","baseline":"off","maxErrorShare":0.1,"minimum":10,"windowMillis":1000,\
                "probeAfterMillis":1000,"region":%s},"fallthrough":{"variation":"off"}}""".formatted(region));
        writer.commit();
        return Replica.of(writer.snapshot()).snapshot();
    }
}
