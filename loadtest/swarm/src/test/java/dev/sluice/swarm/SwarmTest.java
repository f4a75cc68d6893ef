package dev.sluice.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurements run, on numbers so small that their figures mean nothing. */
@Tag("slow")
class SwarmTest {

    @TempDir
    private Path folder;

    @Test
    void everyStreamGetsEveryChangeOfBothPrograms() throws Exception {
        assertThat(Swarm.smoke(folder, "streams", 30)).isTrue();

        JsonNode result = Results.read(folder.resolve("swarm-streams-30.json"));
        for (String target : new String[] {"bare", "sluice"}) {
            JsonNode round = result.at("/rounds/0/" + target);
            assertThat(round.path("live").asInt()).as(target).isEqualTo(30);
            assertThat(round.path("mishaps").isEmpty()).as(target).isTrue();
            assertThat(round.at("/lastMillis/raw").size()).as(target).isEqualTo(Scale.SMOKE.changes());
        }
        assertThat(result.path("eventBytes").asInt()).isBetween(900, 1_150);
        assertThat(Files.readString(folder.resolve("swarm.md"))).contains("REST write to the last of 30, p50");
    }

    @Test
    void decisionsByOfrepAreAskedForInEachWay() throws Exception {
        assertThat(Swarm.smoke(folder, "ofrep", 0)).isTrue();

        JsonNode round = Results.read(folder.resolve("swarm-ofrep.json")).at("/rounds/0");
        assertThat(round.at("/single/bodyBytes").asInt()).isPositive();
        assertThat(round.at("/unchanged/bodyBytes").asInt()).isZero();
        assertThat(Files.readString(folder.resolve("swarm.md"))).contains("OFREP, one flag, 64 connections, a second");
    }

    @Test
    void whoeverComesBackAfterAStormHasTheStateAgain() throws Exception {
        assertThat(Swarm.smoke(folder, "storm", 0)).isTrue();

        JsonNode result = Results.read(folder.resolve("swarm-storm.json"));
        for (String how : new String[] {"resumed", "cold"}) {
            assertThat(result.path(how).path("live").asInt()).as(how).isEqualTo(Scale.SMOKE.streams());
            assertThat(result.path(how).path("failedWrites").asInt()).as(how).isZero();
        }
    }
}
