package dev.sluice.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Context;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.FlagClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment is filled until the API refuses more, by a node with a heap of 512 MB, which then starts on it. */
class LargestEnvironmentTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MOST_VALUES = 9_999;
    private static final int MORE_THAN_FIT = 200;

    @TempDir
    private Path folder;

    @Test
    @Tag("drill")
    @Proves("F37")
    void theLargestEnvironmentThatTheApiTakesStartsAndServesInAHeapOf512Megabytes() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(folder, Nodes.ADMIN, Nodes.SDK_KEY, Map.of(), List.of("-Xmx512m"))) {
            int fitted = fill(new RestClient(server.uri(), Nodes.ADMIN));
            assertThat(fitted).isBetween(100, MORE_THAN_FIT - 1);

            server.terminate();
            server.startAgain();

            RestClient rest = new RestClient(server.uri(), Nodes.ADMIN);
            try (FlagClient flags = FlagClient.connect(server.uri(), Nodes.SDK_KEY)) {
                await().atMost(SOON).until(() -> flags.isOn(flag(0), Context.of(user(0, 17))));
                assertThat(flags.isOn(flag(fitted - 1), Context.of(user(fitted - 1, MOST_VALUES - 1))))
                        .isTrue();
                assertThat(flags.isOn(flag(0), Context.of("somebody else"))).isFalse();

                rest.call("POST", place(0) + "/off", null).expectSuccess();

                await().atMost(SOON).until(() -> !flags.isOn(flag(0), Context.of(user(0, 17))));
            }
            assertThat(server.isAlive()).isTrue();
            assertThat(server.lastLines()).doesNotContain("OutOfMemoryError");
        }
    }

    /** How many flags fitted before one was refused for want of room. */
    private static int fill(RestClient rest) throws Exception {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            rest.call("POST", "projects/demo/flags", Map.of("key", flag(i), "type", "boolean", "fallthrough", "off"))
                    .expectSuccess();
            RestClient.Answer answer = rest.call("PUT", place(i) + "/rules/listed", rule(i));
            if (answer.status() == 422) {
                assertThat(answer.body().toString()).contains("in an environment");
                return i;
            }
            answer.expectSuccess();
            rest.call("POST", place(i) + "/on", null).expectSuccess();
        }
        return MORE_THAN_FIT;
    }

    private static Map<String, Object> rule(int flag) {
        List<String> users = new ArrayList<>();
        for (int i = 0; i < MOST_VALUES; i++) {
            users.add(user(flag, i));
        }
        return Map.of("when", List.of(Map.of("attribute", "targetingKey", "op", "in", "values", users)), "serve", "on");
    }

    private static String flag(int number) {
        return "list-" + number;
    }

    private static String user(int flag, int number) {
        return String.format("u-%05d-of-list-%05d", number, flag);
    }

    private static String place(int flag) {
        return "projects/demo/flags/" + flag(flag) + "/environments/production";
    }
}
