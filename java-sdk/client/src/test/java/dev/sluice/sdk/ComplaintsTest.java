package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.sdk.support.Log;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.VirtualTime;
import dev.sluice.sdk.support.World;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client says to people. */
class ComplaintsTest {

    private final Log log = Log.of("dev.sluice.sdk");

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eachDistinctErrorIsSaidOnceInTenMinutesWithFlagAndCode() {
        VirtualTime time = new VirtualTime();
        Complaints complaints = new Complaints(time::nanos);

        for (int i = 0; i < 1_000; i++) {
            complaints.flag("a", ErrorCode.FLAG_NOT_FOUND);
            complaints.flag("a", ErrorCode.TYPE_MISMATCH);
            complaints.flag("b", ErrorCode.FLAG_NOT_FOUND);
        }
        assertThat(log.lines())
                .containsExactly(
                        "WARN Flag 'a' gives the default of the code: FLAG_NOT_FOUND",
                        "WARN Flag 'a' gives the default of the code: TYPE_MISMATCH",
                        "WARN Flag 'b' gives the default of the code: FLAG_NOT_FOUND");

        time.pass(Duration.ofMinutes(10).plusSeconds(1));
        complaints.flag("a", ErrorCode.FLAG_NOT_FOUND);
        complaints.flag("a", ErrorCode.FLAG_NOT_FOUND);
        assertThat(log.lines()).hasSize(4);
    }

    @Test
    void neitherKeysNorContextsAreEverSaid() throws Exception {
        World world = new World();
        world.set(World.bool("new-checkout", true));
        Context shopper = Context.builder("user-secret")
                .set("email", "secret@shop.example")
                .ip("198.51.100.77")
                .build();
        try (StubServer server = Clients.serving(world)) {
            FlagClient flags = Clients.open(server.uri());
            flags.whenSettled().get(10, TimeUnit.SECONDS);
            flags.isOn("missing", shopper);
            flags.string("new-checkout", shopper, "");
            server.behave((call, reply) -> reply.send(401));
            server.hangUp();
            org.awaitility.Awaitility.await().until(() -> flags.status() == ClientStatus.ERROR);
            flags.close();
        }

        assertThat(log.lines()).isNotEmpty();
        assertThat(String.join("\n", log.lines())).doesNotContain("do-not-log-me", "secret", "198.51");
    }
}
