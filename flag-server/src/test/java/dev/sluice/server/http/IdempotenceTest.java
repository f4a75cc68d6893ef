package dev.sluice.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class IdempotenceTest {
    private static final String FLAGS = "/api/v1/projects/demo/flags";
    private static final String SEGMENTS = "/api/v1/projects/demo/environments/production/segments";
    private static final String KEYS = "/api/v1/projects/demo/keys";
    private static final String KEY = Idempotence.HEADER;

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theSameRequestWithTheSameKeyIsDoneOnceAndAnsweredTwice() {
        String flag = "{\"key\":\"once\",\"type\":\"boolean\"}";
        RestServer.Answer first = server.post(FLAGS, flag, KEY, "k1");

        RestServer.Answer second = server.post(FLAGS, flag, KEY, "k1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(first.header(Idempotence.REPLAYED)).isNull();
        assertThat(second.header(Idempotence.REPLAYED)).isEqualTo("true");
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        server.post(FLAGS, "{\"key\":\"once\",\"type\":\"boolean\"}", KEY, "k1");

        RestServer.Answer other = server.post(FLAGS, "{\"key\":\"twice\",\"type\":\"boolean\"}", KEY, "k1");

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.detail()).contains("another request");
        assertThat(server.get(FLAGS + "/twice").status()).isEqualTo(404);
    }

    @Test
    void whatWasRefusedChangedNothingSoItsKeyIsFreeAgain() {
        assertThat(server.post(FLAGS, "{\"key\":\"once\",\"type\":\"no such\"}", KEY, "k1")
                        .status())
                .isEqualTo(422);

        assertThat(server.post(FLAGS, "{\"key\":\"once\",\"type\":\"boolean\"}", KEY, "k1")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void whatTheStoreDidNotTakeMayBeSentAgainWithTheSameKey() {
        server.store.refuse(Optional.of("the disk is full"));
        RestServer.Answer full = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        server.store.refuse(Optional.empty());

        RestServer.Answer again = server.post(RestServer.PLACE + "/on", null, KEY, "k1");

        assertThat(full.status()).isEqualTo(507);
        assertThat(full.detail()).contains("the disk is full");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header(Idempotence.REPLAYED)).isNull();
    }

    @Test
    void aClaimThatTheStoreTookAndDidNotConfirmKeepsNobodyWaiting() {
        server.ephemera.loseNextAnswer();

        RestServer.Answer unsure = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        RestServer.Answer again = server.post(RestServer.PLACE + "/on", null, KEY, "k1");

        assertThat(unsure.status()).isEqualTo(503);
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.header(Idempotence.REPLAYED)).isNull();
    }

    @Test
    void aClaimThatCouldNotBeRemovedEndsSoon() {
        server.ephemera.loseNextAnswer();
        server.ephemera.awayAfterNextWrite();
        RestServer.Answer unsure = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        server.ephemera.away(false);

        RestServer.Answer early = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        server.clock.advance(Duration.ofSeconds(25));
        RestServer.Answer late = server.post(RestServer.PLACE + "/on", null, KEY, "k1");

        assertThat(unsure.status()).isEqualTo(503);
        assertThat(early.status()).as(early.text()).isEqualTo(409);
        assertThat(late.status()).as(late.text()).isEqualTo(200);
    }

    @Test
    void aClaimWhoseActFailedTogetherWithTheStoreEndsSoon() {
        server.store.refuse(Optional.of("the disk is full"));
        server.ephemera.awayAfterNextWrite();
        RestServer.Answer failed = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        server.store.refuse(Optional.empty());
        server.ephemera.away(false);

        RestServer.Answer early = server.post(RestServer.PLACE + "/on", null, KEY, "k1");
        server.clock.advance(Duration.ofSeconds(25));
        RestServer.Answer late = server.post(RestServer.PLACE + "/on", null, KEY, "k1");

        assertThat(failed.status()).isEqualTo(507);
        assertThat(early.status()).as(early.text()).isEqualTo(409);
        assertThat(late.status()).as(late.text()).isEqualTo(200);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        String flag = "{\"key\":\"once\",\"type\":\"boolean\"}";
        server.post(FLAGS, flag, KEY, "k1");

        server.clock.advance(Duration.ofHours(25));

        assertThat(server.post(FLAGS, flag, KEY, "k1").status()).isEqualTo(409);
    }

    @Test
    void aSecretThatIsShownOnceIsShownAgainToWhoRepeatsAndStandsNowhereInTheStore() {
        String body = "{\"environment\":\"production\",\"kind\":\"sdk\"}";
        RestServer.Answer first = server.post(KEYS, body, KEY, "k1");
        RestServer.Answer second = server.post(KEYS, body, KEY, "k1");

        String secret = first.json().path("key").asText();
        assertThat(secret).startsWith("slc_");
        assertThat(second.json().path("key").asText()).isEqualTo(secret);
        assertThat(server.ephemera.dump()).doesNotContain(secret).doesNotContain("k1\"");
    }

    @Test
    void anAnswerThatIsLargerThanATextOfABodyMayBeIsRepeatedToTheLetter() {
        String segment = SEGMENTS + "/regulars";
        String body = IntStream.range(0, 5_000)
                .mapToObj(i -> "\"a-user-whose-key-is-long-" + i + "\"")
                .collect(Collectors.joining(",", "{\"included\":[", "]}"));
        RestServer.Answer first = server.put(segment, body, KEY, "k1");

        RestServer.Answer second = server.put(segment, body, KEY, "k1");

        assertThat(first.status()).as(first.detail()).isEqualTo(201);
        assertThat(first.text()).hasSizeGreaterThan(150_000);
        assertThat(second.status()).as(second.detail()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header(Idempotence.REPLAYED)).isEqualTo("true");
    }

    @Test
    void anAnswerWithoutABodyIsRepeatedWithoutOne() {
        RestServer.Answer first = server.send("DELETE", SEGMENTS + "/staff", null, KEY, "k1");

        RestServer.Answer second = server.send("DELETE", SEGMENTS + "/staff", null, KEY, "k1");

        assertThat(first.status()).as(first.detail()).isEqualTo(204);
        assertThat(second.status()).as(second.detail()).isEqualTo(204);
        assertThat(second.text()).isEmpty();
        assertThat(second.header("Content-Type")).isNull();
        assertThat(second.header(Idempotence.REPLAYED)).isEqualTo("true");
    }

    @Test
    void whatAnotherVersionKeptOfAnActIsNotDoneAgainAndSaidSo() {
        String place = Idempotence.place(Idempotence.key(Caller.ADMIN_TOKEN, "k1"));
        byte[] other = "{\"request\":\"0000000000000000000000000000000000000000\",\"answer\":\"AAAA\"}".getBytes(UTF_8);
        RestServer.await(server.ephemera.put(place, other, Duration.ofHours(1)));

        RestServer.Answer answer = server.post(RestServer.PLACE + "/on", null, KEY, "k1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("another version");
        assertThat(server.get(RestServer.PLACE).json().path("enabled").asBoolean())
                .isFalse();
    }

    @Test
    void readingTakesNoKey() {
        assertThat(server.sendAs("GET", FLAGS, null, "Authorization", "Bearer " + RestServer.ADMIN, KEY, "k1")
                        .header(Idempotence.REPLAYED))
                .isNull();
        assertThat(server.ephemera.dump()).doesNotContain("idempotency");
    }

    @Test
    void aKeyThatIsTooLongOrNotVisibleIsRefused() {
        assertThat(server.post(RestServer.PLACE + "/on", null, KEY, "k".repeat(201))
                        .status())
                .isEqualTo(400);
        assertThat(server.post(RestServer.PLACE + "/on", null, KEY, "a b").status())
                .isEqualTo(400);
    }
}
