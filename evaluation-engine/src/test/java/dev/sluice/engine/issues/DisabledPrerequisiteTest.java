package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Reason;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flag that was disabled by a record that could not be compiled went on to meet prerequisites in its last good form. */
class DisabledPrerequisiteTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final String NO_RULES = "";

    private final Writer writer = new Writer("1.a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"op\":\"inSegment\",\"values\":[\"gone\"]}",
                "{\"attribute\":\"a\",\"op\":\"matches\",\"values\":[\"(\"]}",
                "{\"attribute\":\"a\",\"op\":\"fromTheFuture\",\"values\":[\"x\"]}"
            })
    void aDisabledFlagMeetsNoPrerequisiteWhateverElseItsRecordHolds(String clause) {
        Replica before = bothEnabled();
        assertThat(decide(before, "f").variation()).isEqualTo("on");

        writer.flag("p", flag("p", 2, false, rule(clause), "")).commit();
        Replica after = before.replace(writer.snapshot());

        assertThat(decide(after, "p").reason()).isEqualTo(Reason.DISABLED);
        assertThat(decide(after, "f").reason()).isEqualTo(Reason.PREREQUISITE_FAILED);
        assertThat(decide(after, "f").variation()).isEqualTo("off");
    }

    @Test
    void aFlagThatIsDisabledAndClosesACircleMeetsNoPrerequisite() {
        Replica before = bothEnabled();

        writer.flag("p", flag("p", 2, false, NO_RULES, requires("f"))).commit();
        Replica after = before.replace(writer.snapshot());

        assertThat(decide(after, "p").reason()).isEqualTo(Reason.DISABLED);
        assertThat(decide(after, "f").reason()).isEqualTo(Reason.PREREQUISITE_FAILED);
    }

    private Replica bothEnabled() {
        writer.flag("p", flag("p", 1, true, NO_RULES, ""))
                .flag("f", flag("f", 1, true, NO_RULES, requires("p")))
                .commit();
        return Replica.of(writer.snapshot());
    }

    private static Decision decide(Replica replica, String flag) {
        return EVALUATOR.decide(replica.snapshot(), flag, Context.of("u"));
    }

    private static String requires(String flag) {
        return "{\"flag\":\"" + flag + "\",\"variations\":[\"on\"]}";
    }

    private static String rule(String clause) {
        return "{\"id\":\"r\",\"when\":[" + clause + "],\"serve\":{\"variation\":\"on\"}}";
    }

    private static String flag(String key, int version, boolean enabled, String rules, String prerequisites) {
        return """
                {"key":"%s","type":"boolean","version":%d,"enabled":%s,"variations":{"on":true,"off":false},"offVariation":"off",\
                "prerequisites":[%s],"rules":[%s],"fallthrough":{"variation":"on"}}""".formatted(key, version, enabled, prerequisites, rules);
    }
}
