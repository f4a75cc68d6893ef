package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.json.Json;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmallPartsTest {

    @Test
    void nearKeysAreWithinAThirdOfTheLetters() {
        List<String> known = List.of("new-checkout", "banner-text", "free-shipping-from");

        assertThat(NearKeys.of("new-chekout", known)).containsExactly("new-checkout");
        assertThat(NearKeys.of("New-Checkout", known)).containsExactly("new-checkout");
        assertThat(NearKeys.of("elephant", known)).isEmpty();
        assertThat(NearKeys.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void everyThousandthSurvivesJsonBothWays() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            int percent = random.nextInt(100_001);
            byte[] json = Json.write(Percent.json(percent));
            assertThat(Percent.parse(Json.parse(json))).as(new String(json)).hasValue(percent);
        }
    }

    @Test
    void aMergePatchFollowsTheExamplesOfItsStandard() {
        String[][] examples = {
            {"{'a':'b'}", "{'a':'c'}", "{'a':'c'}"},
            {"{'a':'b'}", "{'b':'c'}", "{'a':'b','b':'c'}"},
            {"{'a':'b'}", "{'a':null}", "{}"},
            {"{'a':['b']}", "{'a':'c'}", "{'a':'c'}"},
            {"{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}", "{'a':{'b':'d'}}"},
            {"{'a':[{'b':'c'}]}", "{'a':[1]}", "{'a':[1]}"},
            {"{'e':null}", "{'a':1}", "{'e':null,'a':1}"},
            {"[1,2]", "{'a':'b','c':null}", "{'a':'b'}"},
            {"{}", "{'a':{'bb':{'ccc':null}}}", "{'a':{'bb':{}}}"}
        };
        for (String[] example : examples) {
            assertThat(MergePatch.apply(Json.parse(Project.bytes(example[0])), Json.parse(Project.bytes(example[1]))))
                    .as("%s + %s", example[0], example[1])
                    .isEqualTo(Json.parse(Project.bytes(example[2])));
        }
    }

    @Test
    void valuesKeepTheirTypeBothWays() {
        for (String json : List.of(
                "true",
                "\"x\"",
                "7",
                "2.5",
                "[1,\"a\",null,{\"b\":false}]",
                "null",
                "9007199254740991",
                "9007199254740993",
                "{\"id\":9223372036854775807}",
                "-9223372036854775808")) {
            assertThat(new String(Json.write(Values.json(Values.of(Json.parse(Project.bytes(json)))))))
                    .isEqualTo(json);
        }
    }

    @Test
    void aNumberBeyondSixtyFourBitsIsTheNearestDouble() {
        assertThat(Values.of(Json.parse(Project.bytes("9223372036854775808")))).isEqualTo(0x1p63);
        assertThat(Values.of(Json.parse(Project.bytes("9007199254740993.0")))).isEqualTo(0x1p53);
    }
}
