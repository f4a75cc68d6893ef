package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "b_" and "c@" have one hash, and so have all texts made of them: a list of such made each look-up walk the whole list. */
class ChosenHashesTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final int BITS = 15;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aListOfTextsWithOneHashIsCompiledAndSearchedAsAnyOther(boolean ignoreCase) {
        List<String> listed = textsWithOneHash();
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

    private static List<String> textsWithOneHash() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1 << BITS; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < BITS; bit++) {
                text.append((i >> bit & 1) == 0 ? "b_" : "c@");
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
