package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.sluice.engine.Explanation.FailureStep;
import dev.sluice.engine.Explanation.FallthroughStep;
import dev.sluice.engine.Explanation.Found;
import dev.sluice.engine.Explanation.NoSuchFlag;
import dev.sluice.engine.Explanation.NotUnderstood;
import dev.sluice.engine.Explanation.PrerequisiteStep;
import dev.sluice.engine.Explanation.RuleStep;
import dev.sluice.engine.Explanation.SegmentFinding;
import dev.sluice.engine.Explanation.Switch;
import dev.sluice.engine.Explanation.TargetStep;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final Evaluator EVALUATOR = Evaluator.of(
            ip -> ip.equals("192.0.2.1") ? new GeoLocation("DE", "DE-BY", null, "EU", true, 48.1, 11.6) : null,
            buckets -> buckets / 4);
    private static final String GERMAN_GOLD = """
            "prerequisites":[{"flag":"payments-v2","variations":["on"]}],
            "targets":[{"variation":"on","attribute":"targetingKey","keys":["u1"]}],
            "rules":[{"id":"never-staff","when":[{"op":"inSegment","values":["staff"]}],"serve":{"variation":"off"}},
            {"id":"de-gold","when":[{"attribute":"geo.country","op":"in","values":["DE"]},
            {"attribute":"plan","op":"in","values":["gold","silver","bronze","tin"],"ignoreCase":true}],
            "serve":{"split":{"by":"account","salt":"new-checkout","buckets":100000,
            "ranges":[{"variation":"on","from":0,"to":60000}],"rest":"off"}}}],""";

    private final Writer writer = new Writer("1.a")
            .flag("new-checkout", flag("new-checkout", GERMAN_GOLD))
            .flag("payments-v2", flag("payments-v2", "").replace("{\"variation\":\"off\"}", "{\"variation\":\"on\"}"))
            .segment("staff", """
                    {"key":"staff","included":["u7"],"excluded":["u9"],"rules":[{"id":"mail",
                    "when":[{"attribute":"email","op":"endsWith","values":["@shop.example"]}]}]}""");

    @Test
    void everyStepIsToldInItsOrderDownToTheBucket() {
        int bucket = Bucket.of("new-checkout", 4711, 100_000);
        assertThat(bucket).isLessThan(60_000);

        Explanation explanation = explain(Context.builder("u2")
                .set("plan", "Gold")
                .set("account", 4711)
                .set("email", 5)
                .ip("192.0.2.1"));

        assertThat(explanation.toString()).isEqualTo("""
                new-checkout: on (SPLIT at de-gold, version 17)
                  enabled
                  prerequisite payments-v2: gives on, needed is on: met
                    payments-v2: on (STATIC at fallthrough, version 17)
                      enabled
                      fallthrough
                  targets by targetingKey = "u2": not named
                  rule never-staff: does not hold
                    inSegment "staff": does not hold
                      segment staff: not in
                        rule mail: does not hold
                          email = 5 endsWith "@shop.example": does not hold, as it is of the wrong type
                  rule de-gold: holds
                    geo.country = "DE" in "DE": holds
                    plan = "Gold" in "gold", "silver", "bronze" and 1 more in any case: holds
                    split by account = 4711, salt new-checkout: bucket %d of 100000, the range 0 to 60000 of on""".formatted(bucket));
        assertThat(explanation.steps())
                .extracting(step -> (Object) step.getClass())
                .containsExactly(
                        Switch.class, PrerequisiteStep.class, TargetStep.class, RuleStep.class, RuleStep.class);
        assertThat(((RuleStep) explanation.steps().get(4)).split().range()).isEqualTo(new Range("on", 0, 60_000));
    }

    @Test
    void aMissingKeyIsTheRestAndSaysSo() {
        Context.Builder german = Context.builder("u2").set("plan", "gold").set("geo.country", "DE");

        assertThat(explain(german).text())
                .startsWith("new-checkout: off (SPLIT at de-gold, version 17)")
                .endsWith("split by account, salt new-checkout: no key, as it is missing: the rest");
        assertThat(explain(german.set("account", 1.5)).text())
                .endsWith("split by account = 1.5, salt new-checkout: no key, as it is of the wrong type: the rest");
    }

    @Test
    void whatIsPrivateIsWithheldAndWithItWhatWouldTellIt() {
        Context.Builder context = Context.builder("u2")
                .set("plan", "gold")
                .set("account", 4711)
                .ip("192.0.2.1")
                .markPrivate("plan", "account", "targetingKey");

        Explanation explanation = explain(context);

        assertThat(explanation.text())
                .doesNotContain("u2", "gold\"", "4711", "192.0.2.1", "bucket")
                .contains(
                        "targets by targetingKey = (private): not named",
                        "plan = (private) in (withheld) in any case: holds",
                        "split by account = (private), salt new-checkout: a range");
        RuleStep rule = (RuleStep) explanation.steps().get(4);
        assertThat(rule.clauses().get(1).values()).isEmpty();
        assertThat(rule.clauses().get(1).attributes().get(0)).satisfies(plan -> {
            assertThat(plan.isPrivate()).isTrue();
            assertThat(plan.value()).isNull();
            assertThat(plan.found()).isEqualTo(Found.MATCH);
        });
        assertThat(rule.split().bucket()).isNull();
        assertThat(rule.split().range()).isNull();
        assertThat(rule.split().rest()).isFalse();
    }

    @Test
    void theAddressIsAlwaysPrivateAndAPrivateNameCoversWhatIsWithinItAndAround() {
        writer.flag(
                "new-checkout",
                flag(
                        "new-checkout",
                        "\"rules\":[{\"id\":\"r\",\"when\":["
                                + "{\"attribute\":\"ip\",\"op\":\"inCidr\",\"values\":[\"192.0.2.0/24\"]},"
                                + "{\"attribute\":\"/ip\",\"op\":\"exists\"},"
                                + "{\"attribute\":\"/home/street\",\"op\":\"exists\"},"
                                + "{\"attribute\":\"home\",\"op\":\"exists\"},"
                                + "{\"attribute\":\"/home/town\",\"op\":\"exists\"},"
                                + "{\"attribute\":\"/a~1b/c\",\"op\":\"exists\"}"
                                + "],\"serve\":{\"variation\":\"on\"}}],"));

        Explanation explanation = explain(Context.builder()
                .ip("192.0.2.1")
                .set("home", Map.of("street", "Secret 1", "town", "Ulm"))
                .set("a/b", Map.of("c", "secret"))
                .markPrivate("/home/street", "a/b"));

        assertThat(explanation.text())
                .doesNotContain("192.0.2", "Secret", "secret")
                .contains("Ulm");
        assertThat(((RuleStep) explanation.steps().get(1)).clauses())
                .extracting(clause -> clause.attributes().get(0).isPrivate())
                .containsExactly(true, true, true, true, false, true);
    }

    @Test
    void aPrerequisiteThatIsNotMetEndsIt() {
        writer.flag("payments-v2", flag("payments-v2", "").replace("\"enabled\":true", "\"enabled\":false"));
        assertThat(explain(Context.builder("u1")).text()).isEqualTo("""
                new-checkout: off (PREREQUISITE_FAILED, version 17)
                  enabled
                  prerequisite payments-v2: gives off, needed is on: not met
                    payments-v2: off (DISABLED, version 17)
                      disabled""");

        writer.removeFlag("payments-v2");
        assertThat(explain(Context.builder("u1")).text()).isEqualTo("""
                new-checkout: off (PREREQUISITE_FAILED, version 17)
                  enabled
                  prerequisite payments-v2: there is no such flag, needed is on: not met""");
    }

    @Test
    void whoIsNamedIsToldAndThoseWhoseListedKeyIsExcluded() {
        assertThat(explain(Context.builder("u1")).text()).endsWith("targets by targetingKey = \"u1\": named for on");
        assertThat(explain(Context.builder("u7")).text())
                .contains("rule never-staff: holds", "segment staff: in, the targeting key is included");
        assertThat(explain(Context.builder("u9")).text())
                .contains("segment staff: not in, the targeting key is excluded");
        assertThat(explain(Context.builder().set("email", "me@shop.example")).text())
                .contains("targets by targetingKey: does not hold, as it is missing", "segment staff: in by a rule");
    }

    @Test
    void whatComesUpAgainIsNotToldAgain() {
        String below = "s0";
        writer.segment("s0", "{\"key\":\"s0\"}");
        for (int i = 1; i <= 10; i++) {
            String asked = "{\"op\":\"inSegment\",\"values\":[\"" + below + "\"]}";
            writer.segment(
                    "s" + i,
                    "{\"key\":\"s%d\",\"rules\":[{\"id\":\"a\",\"when\":[%s]},{\"id\":\"b\",\"when\":[%s]}]}"
                            .formatted(i, asked, asked));
            below = "s" + i;
        }
        writer.flag("twice", flag("twice", """
                "prerequisites":[{"flag":"payments-v2","variations":["on"]},{"flag":"payments-v2","variations":["on"]}],
                "rules":[{"id":"r","when":[{"op":"inSegment","values":["s10"]}],"serve":{"variation":"on"}}],"""));

        Explanation explanation = EVALUATOR.explain(commit(), "twice", Context.of("u1"));

        assertThat(explanation.text().lines().count()).isLessThan(80);
        assertThat(explanation.text()).contains("explained above", "segment s9: not in, see above");
        List<SegmentFinding> segments = new ArrayList<>();
        ((RuleStep) explanation.steps().get(3)).clauses().forEach(clause -> segments.addAll(clause.segments()));
        assertThat(segments)
                .singleElement()
                .satisfies(segment -> assertThat(segment.rules()).hasSize(2));
    }

    @Test
    void whatIsNotThereAndWhatIsNotUnderstoodIsTold() {
        writer.flag("junk", "{}").flag("future", flag("future", "\"rules\":[{\"id\":\"r\",\"odd\":1}],"));
        Snapshot snapshot = commit();
        Context anyone = Context.anonymous();

        Explanation none = EVALUATOR.explain(snapshot, "nowhere", anyone);
        assertThat(none.steps()).containsExactly(new NoSuchFlag());
        assertThat(none.text()).isEqualTo("nowhere: the caller's default (FLAG_NOT_FOUND)\n  there is no such flag");
        assertThat(EVALUATOR.explain(snapshot, "junk", anyone).steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        NotUnderstood.class,
                        step -> assertThat(step.lastGoodForm()).isFalse());
        assertThat(EVALUATOR.explain(snapshot, "future", anyone).text())
                .startsWith("future: off (DEFAULT, version 17)\n  not understood: ")
                .doesNotContain("enabled");
    }

    @Test
    void aLastGoodFormIsExplainedAsWhatItIs() {
        writer.commit();
        Replica good = Replica.of(writer.snapshot());
        writer.flag("new-checkout", flag("new-checkout", "\"rules\":[{\"id\":\"r\",\"odd\":1}],"));

        Snapshot after = good.apply(writer.commit()).snapshot();

        assertThat(EVALUATOR.explain(after, "new-checkout", Context.of("u1")).text())
                .contains("; the last good form decides", "targets by targetingKey = \"u1\": named for on");
    }

    @Test
    void aDrawIsToldAsItWasDrawn() {
        writer.flag("new-checkout", flag("new-checkout", "").replace("\"fallthrough\":{\"variation\":\"off\"}", """
                "fallthrough":{"split":{"by":"random","salt":"s","buckets":1000,"ranges":[{"variation":"on","from":0,"to":251}]}}"""));

        Explanation explanation = explain(Context.builder());

        assertThat(explanation.text())
                .endsWith("split by random, salt s: bucket 250 of 1000, the range 0 to 251 of on");
        assertThat(((FallthroughStep) explanation.steps().get(1)).split().key()).isNull();
    }

    @Test
    void whenSomethingPluggedInFailsTheStepsUntilThenAreTold() {
        Evaluator broken = Evaluator.of(
                ip -> {
                    throw new IllegalStateException("broken on purpose");
                },
                buckets -> 0);

        Explanation explanation = broken.explain(
                commit(), "new-checkout", Context.builder("u2").ip("192.0.2.1").build());

        assertThat(explanation.decision().errorCode()).isEqualTo(ErrorCode.GENERAL);
        assertThat(explanation.steps()).hasSize(5).last().isEqualTo(new FailureStep());
        assertThat(explanation.text()).endsWith("the geographic database or the source of randomness failed");
    }

    @Test
    void noValueCanBreakALineOrFillAPage() {
        Explanation explanation =
                explain(Context.builder("u2\n  rule forged: holds").set("email", "x".repeat(5_000)));

        assertThat(explanation.text()).contains("\"u2\\u000a  rule forged: holds\"", "x…");
        assertThat(explanation.text().lines())
                .noneMatch(line -> line.contains("  rule forged") && !line.contains("u2"));
        assertThat(explanation.text().lines()).allMatch(line -> line.length() < 300);
    }

    @Test
    void distancesTellBothCoordinates() {
        writer.flag("new-checkout", flag("new-checkout", """
                "rules":[{"id":"near","when":[{"op":"withinKm","values":[{"latitude":48.0,"longitude":11.0,"km":100}]}],
                "serve":{"variation":"on"}}],"""));

        assertThat(explain(Context.builder().ip("192.0.2.1")).text())
                .contains("geo.latitude = 48.1 and geo.longitude = 11.6 withinKm", ": holds");
        assertThat(explain(Context.builder().set("geo.latitude", 91).set("geo.longitude", 11))
                        .text())
                .contains("does not hold, as it is of the wrong type");
        assertThat(explain(Context.builder().set("geo.latitude", 48)).text())
                .contains("geo.latitude = 48 and geo.longitude withinKm", "does not hold, as it is missing");
    }

    @Test
    void aNullIsAProgrammersMistake() {
        Snapshot snapshot = commit();
        assertThatNullPointerException().isThrownBy(() -> EVALUATOR.explain(snapshot, null, Context.anonymous()));
        assertThatNullPointerException().isThrownBy(() -> EVALUATOR.explain(snapshot, "new-checkout", null));
    }

    private Explanation explain(Context.Builder context) {
        return EVALUATOR.explain(commit(), "new-checkout", context.build());
    }

    private Snapshot commit() {
        writer.commit();
        return Replica.of(writer.snapshot()).snapshot();
    }

    private static String flag(String key, String more) {
        return """
                {"key":"%s","type":"boolean","version":17,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off",%s"fallthrough":{"variation":"off"}}""".formatted(key, more);
    }
}
