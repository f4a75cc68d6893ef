package dev.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testing.FakeFlags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FlagGateTest {

    private final FakeFlags flags = FakeFlags.start();

    private ApplicationContextRunner with(Class<?> type) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SluiceAutoConfiguration.class))
                .withPropertyValues("sluice.server=" + flags.uri(), "sluice.sdk-key=" + flags.sdkKey())
                .withBean(type);
    }

    @AfterEach
    void close() {
        flags.close();
    }

    static class Checkout {

        @FlagGate(value = "new-checkout", fallback = "old")
        public String page(String user, int items) throws IOException {
            if (items < 0) {
                throw new IOException("new way");
            }
            return "new " + user + " " + items;
        }

        private String old(String user, int items) throws IOException {
            if (items < 0) {
                throw new IOException("old way");
            }
            return "old " + user + " " + items;
        }

        @FlagGate("beta")
        public String beta() {
            return "beta";
        }

        public String open() {
            return "open";
        }
    }

    @Test
    void theFallbackGetsTheSameArguments() {
        with(Checkout.class).run(application -> {
            Checkout checkout = application.getBean(Checkout.class);
            assertThat(checkout.page("user-42", 3)).isEqualTo("old user-42 3");

            flags.set("new-checkout", true);

            assertThat(checkout.page("user-42", 3)).isEqualTo("new user-42 3");
            assertThat(checkout.open()).isEqualTo("open");
        });
    }

    @Test
    void withoutAFallbackTheCallFailsByName() {
        with(Checkout.class).run(application -> {
            Checkout checkout = application.getBean(Checkout.class);
            assertThatThrownBy(checkout::beta)
                    .isInstanceOf(FlagGateClosedException.class)
                    .hasMessageContaining("'beta'")
                    .hasMessageContaining("Checkout.beta");

            flags.set("beta", true);

            assertThat(checkout.beta()).isEqualTo("beta");
        });
    }

    @Test
    void whatEitherWayThrowsIsThrownOn() {
        with(Checkout.class).run(application -> {
            Checkout checkout = application.getBean(Checkout.class);
            assertThatThrownBy(() -> checkout.page("user-42", -1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("old way");

            flags.set("new-checkout", true);

            assertThatThrownBy(() -> checkout.page("user-42", -1))
                    .isInstanceOf(IOException.class)
                    .hasMessage("new way");
        });
    }

    @Test
    void bothWaysAreWatchedForReleases() {
        flags.set("new-checkout", true);
        with(Checkout.class).run(application -> {
            Checkout checkout = application.getBean(Checkout.class);
            checkout.page("user-42", 3);
            assertThatThrownBy(() -> checkout.page("user-42", -1)).isInstanceOf(IOException.class);

            await().untilAsserted(() -> {
                List<JsonNode> outcomes = new ArrayList<>();
                flags.reports().forEach(window -> window.path("outcomes").forEach(outcomes::add));
                assertThat(outcomes.stream()
                                .mapToLong(row -> row.path("successes").asLong())
                                .sum())
                        .isEqualTo(1);
                assertThat(outcomes)
                        .anyMatch(row -> row.path("errors").toString().contains("IOException"));
            });
        });
    }

    @Test
    void theApplicationsOwnProxiesGoTogetherWithGates() {
        with(Checkout.class)
                .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class))
                .run(application -> assertThat(
                                application.getBean(Checkout.class).page("user-42", 3))
                        .startsWith("old"));
    }

    static class Greeter {

        @FlagGate(value = "new-greeting", fallback = "old")
        public String greet() {
            return "new";
        }

        String old() {
            return "old";
        }
    }

    static class Formal extends Greeter {

        @Override
        String old() {
            return "old, formal";
        }
    }

    static class Casual extends Greeter {

        @Override
        String old() {
            return "old, casual";
        }
    }

    static class Plain extends Greeter {}

    @Test
    void beansThatInheritAGateEachFallBackInTheirOwnWay() {
        with(Formal.class).withBean(Casual.class).run(application -> {
            assertThat(application.getBean(Formal.class).greet()).isEqualTo("old, formal");
            assertThat(application.getBean(Casual.class).greet()).isEqualTo("old, casual");

            flags.set("new-greeting", true);

            assertThat(application.getBean(Casual.class).greet()).isEqualTo("new");
        });
    }

    @Test
    void aFallbackIsInheritedTogetherWithItsGateThoughItIsNotPublic() {
        with(Plain.class)
                .run(application ->
                        assertThat(application.getBean(Plain.class).greet()).isEqualTo("old"));
    }

    static class NoSuchFallback {

        @FlagGate(value = "new-checkout", fallback = "missing")
        public String page() {
            return "new";
        }
    }

    static class FallbackOfAnotherType {

        @FlagGate(value = "new-checkout", fallback = "old")
        public String page() {
            return "new";
        }

        int old() {
            return 1;
        }
    }

    static class BlankFlag {

        @FlagGate(" ")
        public String page() {
            return "new";
        }
    }

    @Test
    void aGateThatCannotWorkIsRefusedAtTheStart() {
        assertRefused(NoSuchFallback.class, "'missing'");
        assertRefused(FallbackOfAnotherType.class, "gives a String");
        assertRefused(BlankFlag.class, "blank key");
    }

    private void assertRefused(Class<?> type, String words) {
        with(type)
                .run(application -> assertThat(application.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(type.getSimpleName() + ".page")
                        .hasMessageContaining(words));
    }
}
