package dev.sluice.shop.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.engine.Epoch;
import dev.sluice.engine.Revision;
import dev.sluice.shop.run.ChildProcess;
import dev.sluice.shop.run.Http;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The front between a caller and a shop that is played by an HTTP server of this test. */
class FrontTest {
    private static final String ORDER = "{\"shopper\":\"s1\",\"lines\":[{\"article\":\"kettle\",\"quantity\":1}]}";

    private final Http http = new Http();
    private final Rotation rotation = new Rotation();
    private final ScoreKeeper keeper = new ScoreKeeper(InstantSource.system());
    private final AtomicReference<String> forwardedFor = new AtomicReference<>("");
    private Vertx vertx;
    private Front front;
    private HttpServer shop;
    private String url;
    private volatile boolean breaksOff;

    @BeforeEach
    void begin() throws Exception {
        vertx = ChildProcess.oneLoop();
        front = new Front(vertx, rotation, keeper);
        shop = done(vertx.createHttpServer().requestHandler(this::shop).listen(0, "127.0.0.1"));
        HttpServer door = done(vertx.createHttpServer()
                .requestHandler(request -> front.order(request))
                .listen(0, "127.0.0.1"));
        url = "http://127.0.0.1:" + door.actualPort() + "/orders";
    }

    @AfterEach
    void end() throws Exception {
        done(vertx.close());
    }

    @Test
    void anOrderGoesToAReadyShopWithTheAddressItCameFrom() throws Exception {
        makeReady();

        Http.Reply reply = http.send("POST", url, Map.of("X-Forwarded-For", "91.5.6.7"), ORDER);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(forwardedFor.get()).isEqualTo("91.5.6.7, 127.0.0.1");
        Score score = score();
        assertThat(score.succeeded()).isEqualTo(1);
        assertThat(score.viaNew()).isEqualTo(1);
        assertThat(score.decisions()).isEqualTo(1);
        assertThat(score.countries().get(0).windowNew()).isEqualTo(1);
    }

    @Test
    void withoutAReadyShopTheOrderHasFailedAndIsNotTriedAgain() throws Exception {
        Http.Reply reply = http.send("POST", url, Map.of(), ORDER);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(score().failed()).isEqualTo(1);
    }

    @Test
    void aShopThatBreaksOffFailsThatOrderAndGetsNoMore() throws Exception {
        makeReady();
        breaksOff = true;

        assertThat(http.send("POST", url, Map.of(), ORDER).status()).isEqualTo(503);
        assertThat(rotation.badges().get(0).inRotation()).isFalse();
        assertThat(rotation.badges().get(0).orders()).isEqualTo(1);

        assertThat(http.send("POST", url, Map.of(), ORDER).status()).isEqualTo(503);
        assertThat(rotation.badges().get(0).orders()).isEqualTo(1);
        assertThat(score().failed()).isEqualTo(2);
    }

    @Test
    void whatIsNotEvenJsonIsARefusedOrderNotAFailedOne() throws Exception {
        makeReady();

        assertThat(http.send("POST", url, Map.of(), "nonsense").status()).isEqualTo(422);
        assertThat(score().orders()).isZero();
    }

    /** The front gives a shop half a second; the first answer of all may take longer, and then it is asked again. */
    private void makeReady() {
        rotation.announced("shop-a", shop.actualPort());
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            done(ChildProcess.onLoop(vertx, front::askAll));
            return rotation.badges().get(0).inRotation();
        });
    }

    private void shop(HttpServerRequest request) {
        if (request.path().equals("/readyz")) {
            request.response().end("{\"name\":\"shop-a\",\"state\":\"READY\",\"build\":2,\"flags\":\"READY\"}");
        } else if (breaksOff) {
            request.connection().close();
        } else {
            forwardedFor.set(request.getHeader("X-Forwarded-For"));
            request.response()
                    .setStatusCode(201)
                    .putHeader("Shop-Checkout", "new")
                    .putHeader("Shop-Decision", "ok")
                    .putHeader("Shop-Revision", new Revision(new Epoch(7, "r"), 3).toString())
                    .end("{}");
        }
    }

    private Score score() throws Exception {
        return done(ChildProcess.onLoop(vertx, () -> Future.succeededFuture(keeper.score(List.of(), null))));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
