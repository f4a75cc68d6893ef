package dev.sluice.server.http;

import static dev.sluice.server.http.RestServer.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BodyFuzzTest {

    private static final List<String> SEEDS = List.of(
            "{\"variation\":\"on\",\"percentage\":12.5,\"rule\":\"de\",\"by\":\"account\",\"enable\":true}",
            "{\"enabled\":true,\"offVariation\":\"off\",\"prerequisites\":[{\"flag\":\"banner-text\",\"variations\":[\"plain\"]}],"
                    + "\"targets\":[{\"variation\":\"on\",\"attribute\":\"targetingKey\",\"keys\":[\"u1\"]}],"
                    + "\"rules\":[{\"id\":\"de\",\"when\":[{\"attribute\":\"geo.country\",\"op\":\"in\",\"values\":[\"DE\"],\"negate\":true}],"
                    + "\"serve\":{\"split\":{\"by\":\"account\",\"percent\":{\"on\":25},\"rest\":\"off\"}}}],\"fallthrough\":\"off\","
                    + "\"guard\":{\"variation\":\"on\",\"baseline\":\"off\",\"maxErrorShare\":0.01,\"minimum\":100}}",
            "{\"when\":[{\"attribute\":\"age\",\"op\":\"gte\",\"values\":[18]}],\"serve\":\"on\"}",
            "{\"key\":\"x\",\"type\":\"json\",\"variations\":{\"a\":{\"deep\":[1,2.5,null]},\"b\":7},\"offVariation\":\"a\",\"fallthrough\":\"b\"}",
            "{\"included\":[\"u1\"],\"excluded\":[\"u2\"],\"rules\":[{\"id\":\"r\",\"when\":[{\"attribute\":\"a\",\"op\":\"matches\",\"values\":[\"^x+$\"]}]}]}",
            "{\"contexts\":[{\"targetingKey\":\"u1\",\"ip\":\"2001:db8::1\",\"attributes\":{\"plan\":\"gold\",\"n\":{\"m\":[1]}}}]}");
    private static final List<String> TOKENS = List.of(
            "null",
            "-1",
            "1e309",
            "1e-400",
            "99999999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "[]",
            "{}",
            "true",
            "\"fallthrough\"",
            "\"target\"",
            "\"random\"",
            "0.0005",
            "[[[[]]]]",
            "{\"split\":{}}",
            "\"(\"",
            "\"💥\"",
            "\"a/b~c\"");
    private static final List<String[]> DOORS = List.of(
            new String[] {"PUT", PLACE + "/percentage"},
            new String[] {"PUT", PLACE},
            new String[] {"PATCH", PLACE},
            new String[] {"PUT", PLACE + "/rules/de"},
            new String[] {"POST", PLACE + "/on"},
            new String[] {"POST", "/api/v1/projects/demo/flags"},
            new String[] {"PATCH", "/api/v1/projects/demo/flags/banner-text"},
            new String[] {"PUT", "/api/v1/projects/demo/environments/production/segments/staff"},
            new String[] {"POST", "/api/v1/projects/demo/environments/production/segments"},
            new String[] {"POST", "/api/v1/projects/demo/environments/production/evaluate"},
            new String[] {"POST", "/api/v1/projects/demo/keys"},
            new String[] {"POST", "/api/v1/projects/demo/environments"},
            new String[] {"POST", "/api/v1/session"});

    @Test
    void noBodyMakesTheServerFailAndTheNodeStaysUnderstood() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        try (RestServer server = new RestServer()) {
            for (int round = 0; round < 3_000; round++) {
                byte[] body = body(random);
                String[] door = DOORS.get(random.nextInt(DOORS.size()));
                if (door[1].endsWith("/environments") && round > 300) {
                    continue; // each one that succeeds makes the rest slower
                }

                Answer answer = server.sendBytes(door[0], door[1], body, "If-Match", "*");

                assertThat(answer.status())
                        .as(
                                "seed %s, round %s: %s %s %s -> %s",
                                seed, round, door[0], door[1], new String(body, StandardCharsets.UTF_8), answer.text())
                        .isBetween(200, 499);
            }
            server.workspace
                    .project("demo")
                    .environments()
                    .values()
                    .forEach(environment -> assertThat(
                                    environment.replica().snapshot().notUnderstood())
                            .isEmpty());
        }
    }

    private static byte[] body(SplittableRandom random) {
        String text = SEEDS.get(random.nextInt(SEEDS.size()));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            text = switch (random.nextInt(4)) {
                case 0 -> replaceValue(random, text);
                case 1 -> cut(random, text);
                case 2 -> insert(random, text, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> insert(random, text, String.valueOf((char) random.nextInt(32, 0x250)));
            };
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** Puts another value behind one of the colons. */
    private static String replaceValue(SplittableRandom random, String text) {
        int colon = text.indexOf(':', random.nextInt(text.length() + 1));
        if (colon < 0) {
            return text;
        }
        int end = colon + 1;
        int depth = 0;
        while (end < text.length() && (depth > 0 || (text.charAt(end) != ',' && text.charAt(end) != '}'))) {
            char c = text.charAt(end);
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            end++;
        }
        return text.substring(0, colon + 1) + TOKENS.get(random.nextInt(TOKENS.size())) + text.substring(end);
    }

    private static String cut(SplittableRandom random, String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(6));
        return text.substring(0, from) + text.substring(to);
    }

    private static String insert(SplittableRandom random, String text, String what) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + what + text.substring(at);
    }
}
