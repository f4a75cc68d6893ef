package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "b_" and "c@" have one hash, and so have all texts made of them: a table full of such made each look-up walk
 * the whole table, of a list, of an environment's flags or of a context's attributes. "Aa" and "BB" may stand in a key. */
class ChosenHashesTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final int BITS = 15;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListOfTextsWithOneHashIsCompiledAndSearchedAsAnyOther(boolean ignoreCase) {
        List<String> listed = texts("b_", "c@", BITS);
        Writer writer = new Writer("1.a");
        writer.flag("f", """
                {"key":"f","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                "rules":[{"id":"r","when":[{"attribute":"a","op":"in","values":["%s"],"ignoreCase":%s}],"serve":{"variation":"on"}}],\
                "fallthrough":{"variation":"off"}}""".formatted(String.join("\",\"", listed), ignoreCase))
                .commit();

        Assertions.assertTimeout(Duration.ofSeconds(8), () -> {
            Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();
            for (String text : listed) {
                assertThat(decided(snapshot, text)).isEqualTo("on");
                assertThat(decided(snapshot, text + "x")).isEqualTo("off");
            }
        });
    }

    @Test
    void flagsWhoseKeysHaveOneHashAreFoundAsAnyOther() {
        List<String> keys = texts("Aa", "BB", 13);
        Writer writer = new Writer("1.a");
        for (String key : keys) {
            writer.flag(key, """
                    {"key":"%s","type":"string","version":1,"enabled":true,"variations":{"a":"value of %s"},\
                    "fallthrough":{"variation":"a"}}""".formatted(key, key));
        }
        writer.commit();

        Assertions.assertTimeout(Duration.ofSeconds(8), () -> {
            Snapshot snapshot = Replica.of(writer.snapshot()).snapshot();
            Context context = Context.anonymous();
            for (int round = 0; round < 20; round++) {
                for (String key : keys) {
                    assertThat(EVALUATOR.decide(snapshot, key, context).value()).isEqualTo("value of " + key);
                    assertThat(EVALUATOR.decide(snapshot, key + "x", context).errorCode())
                            .isEqualTo(ErrorCode.FLAG_NOT_FOUND);
                }
            }
        });
    }

    @Test
    void attributesWhoseNamesHaveOneHashAreSetAndReadAsAnyOther() {
        List<String> names = texts("b_", "c@", BITS);

        Assertions.assertTimeout(Duration.ofSeconds(8), () -> {
            Context.Builder builder = Context.builder("u1");
            for (String name : names) {
                builder.set(name, "value of " + name);
            }
            Context before = builder.build();
            Context after = builder.set(names.get(7), (String) null)
                    .set(names.get(8), 8)
                    .build();

            for (String name : names) {
                assertThat(before.attribute(name)).isEqualTo("value of " + name);
                assertThat(before.attribute(name + "x")).isNull();
            }
            assertThat(before.attributes()).hasSize(names.size());
            assertThat(after.attribute(names.get(7))).isNull();
            assertThat(after.attribute(names.get(8))).isEqualTo(8L);
            assertThat(after.attribute(names.get(9))).isEqualTo("value of " + names.get(9));
            assertThat(after.attributes()).hasSize(names.size() - 1);
        });
    }

    private static List<String> texts(String one, String other, int bits) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1 << bits; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < bits; bit++) {
                text.append((i >> bit & 1) == 0 ? one : other);
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static String decided(Snapshot snapshot, String text) {
        return EVALUATOR
                .decide(snapshot, "f", Context.builder().set("a", text).build())
                .variation();
    }
}
