package dev.sluice.engine.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.RecordKind;
import dev.sluice.engine.StateId;
import dev.sluice.engine.ValueType;
import dev.sluice.engine.model.Clause;
import dev.sluice.engine.model.Fixed;
import dev.sluice.engine.model.Flag;
import dev.sluice.engine.model.FlagCore;
import dev.sluice.engine.model.FlagReading;
import dev.sluice.engine.model.Guard;
import dev.sluice.engine.model.Operator;
import dev.sluice.engine.model.Prerequisite;
import dev.sluice.engine.model.Range;
import dev.sluice.engine.model.Rule;
import dev.sluice.engine.model.Segment;
import dev.sluice.engine.model.SegmentReading;
import dev.sluice.engine.model.SegmentRule;
import dev.sluice.engine.model.Split;
import dev.sluice.engine.model.Target;
import dev.sluice.engine.model.Variation;
import dev.sluice.engine.model.WhenUnknown;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireCodecTest {
    private final WireCodec codec = new WireCodec();

    @Test
    void theFlagOfTheContractHasTheBytesOfTheContract() {
        Flag flag = contractFlag();

        assertThat(new String(codec.write(flag), UTF_8)).isEqualTo("""
                {"key":"new-checkout","type":"boolean","version":17,"enabled":true,"variations":{"on":true,"off":false},\
                "offVariation":"off","prerequisites":[{"flag":"payments-v2","variations":["on"]}],\
                "targets":[{"variation":"on","attribute":"targetingKey","keys":["u1"]}],\
                "rules":[{"id":"never-staff","when":[{"op":"inSegment","values":["staff"]}],"serve":{"variation":"off"}},\
                {"id":"de-gold","when":[{"attribute":"geo.country","op":"in","values":["DE"]},\
                {"attribute":"plan","op":"in","values":["gold"],"negate":true,"ignoreCase":true}],\
                "serve":{"split":{"by":"account","salt":"new-checkout","buckets":100000,\
                "ranges":[{"variation":"on","from":0,"to":25000}],"rest":"off"}}}],"fallthrough":{"variation":"off"},\
                "guard":{"variation":"on","baseline":"off","maxErrorShare":0.05,"minimum":20,"windowMillis":10000,\
                "probeAfterMillis":30000,"region":"geo.country"}}""");
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        Flag flag = contractFlag();
        Segment segment = new Segment(
                "staff",
                List.of("u7"),
                List.of("ü8"),
                List.of(new SegmentRule("mail", List.of(Clause.of("email", Operator.ENDS_WITH, "@shop.example")))));

        assertThat(codec.readFlag("new-checkout", codec.write(flag))).isEqualTo(new FlagReading.Understood(flag));
        assertThat(codec.readSegment("staff", codec.write(segment))).isEqualTo(new SegmentReading.Understood(segment));
    }

    @Test
    void everyTypeOfValueSurvivesTheWire() {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("list", Arrays.asList(1L, 2.5, "x", null, true, Map.of("deep", List.of())));
        List<Flag> flags = List.of(
                flag(ValueType.STRING, "", "ünï\u2028\"\\"),
                flag(ValueType.INTEGER, -ValueType.LARGEST_INTEGER, ValueType.LARGEST_INTEGER),
                flag(ValueType.DOUBLE, 1.0, -0.1, 1e300),
                flag(ValueType.JSON, null, tree, 3L, 3.0, List.of()));

        for (Flag flag : flags) {
            assertThat(codec.readFlag("f", codec.write(flag))).isEqualTo(new FlagReading.Understood(flag));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "10e-1"})
    void aWholeNumberMayBeWrittenInAnyWay(String number) {
        FlagReading reading = codec.readFlag("f", bytes("""
                {"key":"f","type":"integer","version":1,"enabled":true,"variations":{"a":%s}}""".formatted(number)));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        FlagReading.Understood.class,
                        understood ->
                                assertThat(understood.flag().variations()).containsExactly(new Variation("a", 1L)));
    }

    @Test
    void aStateIsEncodedOnOneLineAndDecodedByteForByte() {
        var flags = new TreeMap<>(
                Map.of("f", record(RecordKind.FLAG, "f", "{\"key\":\"f\", \"odd\" :  [1,{}] , \"ü\":\"}\"}")));
        var segments = new TreeMap<>(Map.of("s", record(RecordKind.SEGMENT, "s", "{}")));
        StateId id = new StateId(
                new Epoch(3, "abc"),
                7,
                StateId.initial(new Epoch(0, "x"))
                        .hash()
                        .plus(flags.get("f").h())
                        .plus(segments.get("s").h()));

        byte[] data = codec.encodeSnapshot(id, flags, segments);

        assertThat(new String(data, UTF_8))
                .doesNotContain("\n")
                .startsWith("{\"format\":0,\"epoch\":\"3.abc\",\"revision\":7,");
        SnapshotEvent event = codec.decodeSnapshot(data);
        assertThat(event).isEqualTo(new SnapshotEvent(0, id, flags, segments));
        assertThat(event.flags().get("f").bytes()).isEqualTo(flags.get("f").bytes());
    }

    @Test
    void aDeltaCarriesChangesAndDeletions() {
        Delta delta = someDelta();

        byte[] data = codec.encodeDelta(delta);

        assertThat(new String(data, UTF_8)).contains("\"gone\":null").endsWith("\"urgent\":true}");
        assertThat(codec.decodeDelta(data)).isEqualTo(delta);
    }

    @Test
    void unknownFieldsOfTheEnvelopeAreIgnored() {
        String data = new String(codec.encodeDelta(someDelta()), UTF_8)
                .replace("{\"epoch\"", "{\"new\":{\"deep\":[1,2]},\"epoch\"")
                .replace("{\"h\"", "{\"since\":1,\"h\"");

        assertThat(codec.decodeDelta(bytes(data))).isEqualTo(someDelta());
    }

    @Test
    void aFlippedByteAnywhereInARecordIsRefused() {
        byte[] good = codec.encodeDelta(someDelta());
        int start = new String(good, UTF_8).indexOf("{\"key\"");

        for (int at = start; at < start + 9; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThatThrownBy(() -> codec.decodeDelta(bad)).isInstanceOf(WireException.class);
        }
    }

    @Test
    void anEventThatIsCutAtAnyPlaceIsRefused() {
        byte[] good = codec.encodeDelta(someDelta());

        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> codec.decodeDelta(cut)).isInstanceOf(WireException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"epoch\":1}",
                "{\"format\":0,\"format\":0}",
                "{\"format\":1}",
                "{\"format\":0,\"epoch\":\"1.a\",\"revision\":-1,\"hash\":\"\",\"flags\":{},\"segments\":{}}",
                "{\"format\":0,\"epoch\":\"1.a\",\"revision\":99999999999999999999,\"flags\":{}}",
                "{\"format\":0,\"flags\":{\"a\":null}}",
                "{\"format\":0,\"flags\":{\"a\":{\"record\":{}}}}"
            })
    void whatIsNoStateIsRefusedAsAWhole(String data) {
        assertThatThrownBy(() -> codec.decodeSnapshot(bytes(data))).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> codec.decodeDelta(bytes(data))).isInstanceOf(WireException.class);
    }

    @Test
    void onlyOneJsonObjectOnOneLineCanBeEmbedded() {
        assertThat(codec.isEmbeddable(bytes("{\"a\":[1, {\"b\":\"\\n\"}]}"))).isTrue();
        for (String bad : List.of(
                "",
                "{",
                "{}{}",
                "[]",
                "1",
                " {}",
                "{} ",
                "{\"a\":1\n}",
                "{\"a\":1\r}",
                "{\"a\"}",
                "{]}",
                "{\"a\":" + "[".repeat(100_000) + "}")) {
            assertThat(codec.isEmbeddable(bytes(bad))).as(bad).isFalse();
        }
    }

    private static Flag contractFlag() {
        return Flag.of(
                new FlagCore(
                        "new-checkout",
                        ValueType.BOOLEAN,
                        17,
                        true,
                        List.of(new Variation("on", true), new Variation("off", false)),
                        "off"),
                List.of(new Prerequisite("payments-v2", List.of("on"))),
                List.of(new Target("on", Target.TARGETING_KEY, List.of("u1"))),
                List.of(
                        new Rule("never-staff", List.of(Clause.inSegment("staff")), new Fixed("off")),
                        new Rule(
                                "de-gold",
                                List.of(
                                        Clause.of("geo.country", Operator.IN, "DE"),
                                        new Clause("plan", Operator.IN, List.of("gold"), true, true)),
                                new Split(
                                        "account",
                                        "new-checkout",
                                        100_000,
                                        List.of(new Range("on", 0, 25_000)),
                                        "off"))),
                new Fixed("off"),
                new Guard("on", "off", 0.05, 20, 10_000, 30_000, "geo.country"));
    }

    @Test
    void whatAFlagServesWhileNobodyKnowsIsWrittenAndReadBack() {
        for (WhenUnknown.Use use : WhenUnknown.Use.values()) {
            for (Long age : new Long[] {null, 0L, 60L, WhenUnknown.LONGEST_SECONDS}) {
                Flag flag = contractFlag().with(new WhenUnknown(use, age));
                byte[] written = codec.write(flag);

                assertThat(codec.readFlag(flag.key(), written)).isEqualTo(new FlagReading.Understood(flag));
                assertThat(new String(written, UTF_8))
                        .endsWith("\"whenUnknown\":{\"use\":\"" + use + "\""
                                + (age == null ? "" : ",\"maxAgeSeconds\":" + age) + "}}");
            }
        }
    }

    private static Flag flag(ValueType type, Object... values) {
        Variation[] variations = new Variation[values.length];
        for (int i = 0; i < values.length; i++) {
            variations[i] = new Variation("v" + i, values[i]);
        }
        return Flag.simple(new FlagCore("f", type, 1, true, List.of(variations), null), new Fixed("v0"));
    }

    private static Delta someDelta() {
        WireRecord added = record(RecordKind.FLAG, "f", "{\"key\":\"f\"}");
        return new Delta(
                new Epoch(3, "abc"),
                7,
                StateId.initial(new Epoch(0, "x")).hash(),
                9,
                StateId.initial(new Epoch(0, "x")).hash().plus(added.h()),
                new TreeMap<>(Map.of("f", Optional.of(added), "gone", Optional.empty())),
                new TreeMap<>(),
                true);
    }

    private static WireRecord record(RecordKind kind, String key, String json) {
        return WireRecord.of(kind, key, bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
