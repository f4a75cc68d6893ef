package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.Context;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Explanation;
import dev.sluice.sdk.support.StubServer;
import dev.sluice.sdk.support.World;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client tells why it decides as it does. */
class ExplanationTest {

    private static final String BY_MAIL = """
            {"key":"by-mail","type":"boolean","version":3,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
            "rules":[{"id":"r","when":[{"attribute":"mail","op":"endsWith","values":["@shop.example"]},\
            {"attribute":"ip","op":"inCidr","values":["192.0.2.0/24"]}],"serve":{"variation":"on"}}],\
            "fallthrough":{"variation":"off"}}""";
    private static final Context SHOPPER = Context.builder("user-42")
            .set("mail", "me@shop.example")
            .ip("192.0.2.7")
            .build();

    private final World world = new World();

    @Test
    void whatIsExplainedIsWhatIsDecidedAndWhatIsPrivateStaysOut() throws Exception {
        world.setRaw("by-mail", BY_MAIL);
        try (StubServer server = Clients.serving(world);
                FlagClient flags = Clients.open(server.uri())) {
            flags.whenSettled().get(10, TimeUnit.SECONDS);

            Explanation explanation = flags.explain("by-mail", SHOPPER);

            assertThat(explanation.decision()).isSameAs(flags.decide("by-mail", SHOPPER));
            assertThat(explanation.text()).isEqualTo("""
                    by-mail: on (TARGETING_MATCH at r, version 3)
                      enabled
                      rule r: holds
                        mail = "me@shop.example" endsWith "@shop.example": holds
                        ip = (private) inCidr (withheld): holds""");
            assertThat(flags.view(SHOPPER).explain("by-mail")).isEqualTo(explanation);
        }
    }

    @Test
    void anOverrideIsWhatIsExplained() throws Exception {
        world.setRaw("by-mail", BY_MAIL);
        Properties properties = new Properties();
        properties.setProperty("sluice.override.by-mail", "off");
        try (StubServer server = Clients.serving(world);
                FlagClient flags = Clients.open(server.uri(), properties)) {
            flags.whenSettled().get(10, TimeUnit.SECONDS);

            assertThat(flags.explain("by-mail", SHOPPER).decision().variation()).isEqualTo("off");
            assertThat(flags.explain("by-mail", SHOPPER).text()).doesNotContain("rule r");
        }
    }

    @Test
    void whereThereIsNoAnswerItSaysWhyAndNeverThrows() {
        try (StubServer silent = new StubServer((call, reply) -> {});
                FlagClient flags = Clients.open(silent.uri())) {
            assertThat(flags.explain("by-mail", SHOPPER).decision().errorCode())
                    .isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(flags.explain("by-mail", SHOPPER))
                    .hasToString("by-mail: the caller's default (PROVIDER_NOT_READY)");
            assertThat(flags.explain("by-mail", null).decision().errorCode()).isEqualTo(ErrorCode.INVALID_CONTEXT);
            assertThat(flags.view(null).explain("by-mail").steps()).isEmpty();
            assertThatThrownBy(() -> flags.explain(null, SHOPPER)).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void beforeTheServerHasSpokenAnUnknownFlagIsNotReadyRatherThanMissing() {
        Properties properties = new Properties();
        properties.setProperty("sluice.override.only-here", "on");
        try (StubServer silent = new StubServer((call, reply) -> {});
                FlagClient flags = Clients.open(silent.uri(), properties)) {
            assertThat(flags.explain("only-here", SHOPPER).decision().variation())
                    .isEqualTo("on");
            assertThat(flags.explain("other", SHOPPER).decision()).isSameAs(flags.decide("other", SHOPPER));
        }
    }
}
