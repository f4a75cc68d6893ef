package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times were read by the JDK's rules, which are not those of RFC 3339; one number was not equal to itself. */
class TimesAndNumbersTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00+23:59, 2025-12-31T12:01:00Z",
        "2026-01-01T12:00:00-18:30, 2026-01-02T06:30:00Z",
        "2026-01-01t12:00:00.5z, 2026-01-01T12:00:00.500000000Z",
        "2026-01-01T12:00:00-00:00, 2026-01-01T12:00:00Z"
    })
    void everyOffsetOfADayIsRead(String time, String same) {
        assertThat(holds("before", "\"" + same + "\"", time)).isFalse();
        assertThat(holds("after", "\"" + same + "\"", time)).isFalse();
        assertThat(holds("before", "\"9999-01-01T00:00:00Z\"", time)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T12:00:00.Z",
                "2016-12-31T23:59:60Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T12:00:00+24:00",
                "2026-01-01T12:00:00+01:60",
                "2026-01-01T12:00:00.1234567890Z",
                "2026-01-01T12:00:00+1:00",
                "2026-01-01T12:60:00Z",
                "2026/01-01T12:00:00Z",
                "2026-01/01T12:00:00Z",
                "2026-01-01T12.00:00Z",
                "2026-01-01T12:00.00Z",
                "2026-01-01T12:00:00",
                "2026-01-01T12:00:00+0100z",
                "2026-02-30T12:00:00Z",
                "2026-00-01T12:00:00Z",
                "-026-01-01T12:00:00Z",
                "2026-01-01T12:00:00*01:00"
            })
    void whatIsNoTimeByTheRfcIsOfTheWrongType(String text) {
        assertThat(holds("before", "\"9999-01-01T00:00:00Z\"", text)).isFalse();
        assertThat(holds("after", "\"0000-01-01T00:00:00Z\"", text)).isFalse();
    }

    @Test
    void aDoubleOfMillisecondsIsAsGoodAsAWholeNumberOfThem() {
        assertThat(holds("after", "0", 1e16)).isTrue();
        assertThat(holds("after", "0", 10_000_000_000_000_000L)).isTrue();
        assertThat(holds("before", "0", -1e-300)).isTrue();
        assertThat(holds("before", "0", -0x1p63)).isTrue();
        assertThat(holds("after", "0", 0x1p63)).isFalse();
        assertThat(holds("before", "0", -0x1.0000000000001p63)).isFalse();
    }

    @Test
    void theSmallestWholeNumberIsInAListOfItself() {
        assertThat(holds("in", "-9223372036854775808", -0x1p63)).isTrue();
        assertThat(holds("in", "-9223372036854775808.0", Long.MIN_VALUE)).isTrue();
        assertThat(holds("in", "9223372036854775808", 0x1p63)).isTrue();
        assertThat(holds("in", "9223372036854775807", 0x1p63)).isFalse();
    }

    private static boolean holds(String op, String wanted, Object given) {
        Writer writer = new Writer("1.a");
        writer.flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "rules":[{"id":"r","when":[{"attribute":"a","op":"%s","values":[%s]}],"serve":{"variation":"on"}}],\
                "fallthrough":{"variation":"off"}}""".formatted(op, wanted)).commit();
        Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();
        Context context = Context.builder().setAny("a", given).build();
        return EVALUATOR.decide(snapshot, "f", context).booleanValue(false);
    }
}
