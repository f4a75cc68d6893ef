package dev.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContextTest {

    @Test
    void attributesAreReadByTheirExactName() {
        Context context = Context.builder("u1")
                .set("text", "x")
                .set("truth", true)
                .set("whole", 7)
                .set("real", 2.5)
                .set("since", Instant.EPOCH)
                .ip("192.0.2.1")
                .build();

        assertThat(context.targetingKey()).isEqualTo("u1");
        assertThat(context.attribute("targetingKey")).isEqualTo("u1");
        assertThat(context.attributes())
                .containsOnly(
                        Map.entry("text", "x"),
                        Map.entry("truth", true),
                        Map.entry("whole", 7L),
                        Map.entry("real", 2.5),
                        Map.entry("since", Instant.EPOCH),
                        Map.entry("ip", "192.0.2.1"));
        assertThat(context.attribute("Text")).isNull();
    }

    @Test
    void whatDefinitionsCannotSpeakOfIsAbsent() {
        Map<String, Object> nested = new HashMap<>();
        nested.put("none", null);
        nested.put("kept", List.of(1, 2L, 1.5f, new BigDecimal("0.25"), BigInteger.TEN));
        nested.put("odd", new Object());
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        Context context = Context.builder()
                .set("nan", Double.NaN)
                .set("infinite", Double.POSITIVE_INFINITY)
                .set("none", (String) null)
                .set("nested", nested)
                .set("endless", endless)
                .setAny("odd", new Object())
                .build();

        assertThat(context.targetingKey()).isNull();
        assertThat(context.attributes()).containsOnlyKeys("nested", "endless");
        assertThat(context.attribute("nested")).isEqualTo(Map.of("kept", List.of(1L, 2L, 1.5, 0.25, 10.0)));
    }

    @Test
    void aContextDoesNotChangeWithWhatItWasMadeFrom() {
        List<String> list = new ArrayList<>(List.of("a"));
        Context.Builder builder = Context.builder("u1").set("list", list);
        Context first = builder.build();
        list.add("b");
        Context second = builder.set("more", 1).targetingKey("u2").build();

        assertThat(first.attributes()).isEqualTo(Map.of("list", List.of("a")));
        assertThat(first.targetingKey()).isEqualTo("u1");
        assertThat(second.attributes()).containsOnlyKeys("list", "more");
    }

    @Test
    void settingNullTakesAnAttributeAwayAndTheLastValueCounts() {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 2_000; round++) {
            Map<String, Object> expected = new HashMap<>();
            Context.Builder builder = Context.builder();
            for (int i = random.nextInt(60); i > 0; i--) {
                String name = "name-" + random.nextInt(25);
                if (random.nextInt(4) == 0) {
                    builder.set(name, (String) null);
                    expected.remove(name);
                } else {
                    long value = random.nextInt(5);
                    builder.set(name, value);
                    expected.put(name, value);
                }
                if (random.nextInt(20) == 0) {
                    builder.build();
                }
            }

            assertThat(builder.build().attributes()).isEqualTo(expected);
        }
    }

    @Test
    void theTargetingKeyIsAStringOrAbsentByWhateverWayItIsSet() {
        assertThat(Context.builder().set("targetingKey", "u1").build().targetingKey())
                .isEqualTo("u1");
        assertThat(Context.builder().setAny("targetingKey", "u1").build().targetingKey())
                .isEqualTo("u1");
        Context number = Context.builder("u1").set("targetingKey", 42).build();
        assertThat(number.targetingKey()).isNull();
        assertThat(number.attribute("targetingKey")).isNull();
        assertThat(number.attributes()).isEmpty();
    }

    @Test
    void theAddressIsPrivateAndTheTextTellsNothingPersonal() {
        Context context = Context.builder("u1")
                .set("mail", "me@shop.example")
                .markPrivate("mail")
                .build();

        assertThat(context.privateNames()).containsExactlyInAnyOrder("ip", "mail");
        assertThat(Context.anonymous().privateNames()).containsExactly("ip");
        assertThat(context).asString().doesNotContain("u1").doesNotContain("shop");
    }
}
