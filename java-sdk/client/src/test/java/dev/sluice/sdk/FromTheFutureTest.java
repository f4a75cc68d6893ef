package dev.sluice.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.World;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that a server of a later version might write, in {@code future/records.jsonl}, meet this client. */
class FromTheFutureTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @Proves("F13")
    void whatIsNotUnderstoodIsNeverGuessedAtAndHarmsNobodyElse() throws Exception {
        for (JsonNode line : corpus()) {
            String why = line.path("why").asText();
            Following following = new Following().ready();

            following.server.stream()
                    .event(
                            "delta",
                            World.encoded(following.world.setRaw(
                                    "f", line.path("record").toString())));
            following.pass(Duration.ofMillis(10));

            assertThat(decide(following).variation())
                    .as(why)
                    .isEqualTo(line.path("expect").textValue());
            assertThat(following.isOn("new-checkout")).as(why).isTrue();
            assertThat(following.status()).as(why).isEqualTo(ClientStatus.READY);
            assertThat(following.server.streams).as(why).hasSize(1);
            List<String> acks = following.server.bodies("/sdk/v1/ack");
            assertThat(acks.get(acks.size() - 1).contains("notUnderstood"))
                    .as(why + ": reported")
                    .isEqualTo(line.path("reported").asBoolean());
        }
    }

    @Test
    @Proves("F13")
    void whatWasUnderstoodOnceGoesOnInItsLastGoodForm() throws Exception {
        for (JsonNode line : corpus()) {
            boolean disables = !line.path("record").path("enabled").asBoolean();
            if (!line.path("reported").asBoolean() || disables) {
                continue;
            }
            Following following = new Following().ready();
            following.server.stream().event("delta", World.encoded(following.world.set(World.bool("f", true))));

            following.server.stream()
                    .event(
                            "delta",
                            World.encoded(following.world.setRaw(
                                    "f", line.path("record").toString())));

            assertThat(decide(following).variation())
                    .as(line.path("why").asText())
                    .isEqualTo("on");
        }
    }

    @Test
    @Proves("F13")
    void eventsAndFieldsOfTheEnvelopeThatNobodyKnowsAreIgnored() {
        Following following = new Following().ready();

        following.server.stream().event("weather", "{\"sun\":true}").event("weather", "not even json");
        String withMore = new String(World.encoded(following.world.set(World.bool("other", true))), UTF_8)
                .replaceFirst("\\{", "{\"signature\":{\"key\":\"k1\"},");
        following.server.stream().event("delta", withMore);

        assertThat(following.isOn("other")).isTrue();
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
        assertThat(following.server.streams).hasSize(1);
    }

    private static Decision decide(Following following) {
        return Reads.decide(following.follower.live(), "f", Context.of("user-1"), following.unanswered);
    }

    private static List<JsonNode> corpus() throws Exception {
        try (InputStream in = FromTheFutureTest.class.getResourceAsStream("/future/records.jsonl")) {
            return JSON.readerFor(JsonNode.class).<JsonNode>readValues(in).readAll();
        }
    }
}
