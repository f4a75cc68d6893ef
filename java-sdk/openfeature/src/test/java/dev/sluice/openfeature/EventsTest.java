package dev.sluice.openfeature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EventDetails;
import dev.openfeature.sdk.ProviderEvent;
import dev.openfeature.sdk.ProviderEventDetails;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.exceptions.OpenFeatureError;
import dev.sluice.sdk.ClientStatus;
import dev.sluice.testing.FakeFlags;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Section 5 of the specification: what a provider tells by itself. */
class EventsTest extends OpenFeatureCase {

    private record Told(ProviderEvent event, EventDetails details) {}

    private final List<Told> told = new CopyOnWriteArrayList<>();

    private void listen() {
        for (ProviderEvent event : ProviderEvent.values()) {
            client.on(event, details -> told.add(new Told(event, details)));
        }
    }

    private EventDetails await(ProviderEvent event) {
        Awaitility.await().until(() -> told.stream().anyMatch(each -> each.event() == event));
        return told.stream()
                .filter(each -> each.event() == event)
                .findFirst()
                .orElseThrow()
                .details();
    }

    @Test
    void requirement_5_1_1_readyStaleErrorAndChangesAreTold() {
        listen();
        await(ProviderEvent.PROVIDER_READY);

        flags.set("new-checkout", true);
        await(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED);
        flags.loseContact();
        await(ProviderEvent.PROVIDER_STALE);
        told.clear();
        flags.regainContact();
        await(ProviderEvent.PROVIDER_READY);
        flags.refuseKey();
        await(ProviderEvent.PROVIDER_ERROR);
    }

    @Test
    void requirement_5_1_2_handlersOfTheClientAndOfTheApiRun() {
        List<String> ran = new CopyOnWriteArrayList<>();
        client.onProviderStale(each -> ran.add("client"));
        api.onProviderStale(each -> ran.add("api"));

        flags.loseContact();

        Awaitility.await().untilAsserted(() -> assertThat(ran).containsExactlyInAnyOrder("client", "api"));
    }

    @Test
    void requirement_5_1_3_handlersOfOtherProvidersDoNotRun() {
        try (FakeFlags others = FakeFlags.start()) {
            api.setProviderAndWait("others", SluiceProvider.of(others.client()));
            List<String> ran = new CopyOnWriteArrayList<>();
            client.onProviderStale(each -> ran.add("ours"));
            api.getClient("others").onProviderStale(each -> ran.add("others"));

            others.loseContact();
            Awaitility.await().until(() -> ran.contains("others"));

            assertThat(ran).containsExactly("others");
        }
    }

    @Test
    void requirement_5_1_4_anErrorHasAMessage() {
        listen();

        flags.refuseKey();

        assertThat(await(ProviderEvent.PROVIDER_ERROR).getMessage())
                .contains("refuses the SDK key")
                .doesNotContain(flags.sdkKey());
    }

    @Test
    void requirement_5_1_5_anErrorHasACode() {
        List<ProviderEventDetails> emitted = new CopyOnWriteArrayList<>(); // handlers of this API are given no code
        try (Lifecycle lifecycle =
                new Lifecycle(flags.client(), ClientStatus.READY, (event, details) -> emitted.add(details))) {
            flags.refuseKey();

            Awaitility.await().until(() -> emitted.size() == 1);
        }
        assertThat(emitted.get(0).getErrorCode()).isEqualTo(ErrorCode.GENERAL);
    }

    @Test
    void requirement_5_2_3_anEventNamesTheProviderAndAChangeItsRevision() {
        listen();

        flags.set("new-checkout", true);

        EventDetails change = await(ProviderEvent.PROVIDER_CONFIGURATION_CHANGED);
        assertThat(change.getProviderName()).isEqualTo("sluice");
        assertThat(change.getEventMetadata().getLong("revision")).isEqualTo(1L);
        assertThat(change.getEventMetadata().getString("flagSetId")).isEqualTo("fake/test");
    }

    @Test
    void requirement_5_2_5_aHandlerThatThrowsHarmsNoOther() {
        client.onProviderStale(each -> {
            throw new IllegalStateException("a handler of the application's");
        });
        listen();

        flags.loseContact();

        await(ProviderEvent.PROVIDER_STALE);
    }

    @Test
    void requirement_5_2_6_handlersGoOnWithAnotherProvider() {
        listen();
        try (FakeFlags others = FakeFlags.start()) {
            api.setProviderAndWait(SluiceProvider.of(others.client()));

            others.loseContact();

            await(ProviderEvent.PROVIDER_STALE);
            api.setProviderAndWait(SluiceProvider.of(flags.client()));
        }
    }

    @Test
    void requirement_5_3_1_readyIsToldOnceWhenInitialisingEndsWell() {
        List<String> ran = new CopyOnWriteArrayList<>();
        api.getClient("other").onProviderReady(each -> ran.add("ready"));
        Awaitility.await().until(() -> ran.size() == 1); // of the provider for all domains, which is ready already
        ran.clear();

        api.setProviderAndWait("other", SluiceProvider.of(flags.client()));
        flags.loseContact();
        Awaitility.await().until(() -> api.getClient("other").getProviderState() == ProviderState.STALE);

        assertThat(ran).containsExactly("ready");
    }

    @Test
    void requirement_5_3_2_anErrorIsToldWhenInitialisingFailsAndReadyWhenFlagsComeAllTheSame() {
        List<ProviderEvent> ran = new CopyOnWriteArrayList<>();
        try (FakeFlags away = FakeFlags.startWithoutContact().set("new-checkout", true)) {
            api.getClient("away").onProviderError(each -> ran.add(ProviderEvent.PROVIDER_ERROR));
            api.getClient("away").onProviderReady(each -> ran.add(ProviderEvent.PROVIDER_READY));
            try {
                api.setProviderAndWait("away", FlagEvaluationTest.connecting(away));
            } catch (OpenFeatureError expected) {
                assertThat(expected.getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            }
            Awaitility.await().until(() -> ran.contains(ProviderEvent.PROVIDER_ERROR));

            away.regainContact();

            Awaitility.await().until(() -> ran.contains(ProviderEvent.PROVIDER_READY));
            assertThat(api.getClient("away").getBooleanValue("new-checkout", false, SHOPPER))
                    .isTrue();
            api.setProviderAndWait("away", SluiceProvider.of(flags.client()));
        }
    }

    @Test
    void requirement_5_3_3_aHandlerThatComesLateHearsOfTheStateItIsIn() {
        flags.loseContact();
        Awaitility.await().until(() -> client.getProviderState() == ProviderState.STALE);
        listen();

        await(ProviderEvent.PROVIDER_STALE);
    }

    @Test
    void requirement_5_3_5_theStateFollowsTheEvents() {
        flags.loseContact();
        Awaitility.await().until(() -> client.getProviderState() == ProviderState.STALE);
        flags.regainContact();
        Awaitility.await().until(() -> client.getProviderState() == ProviderState.READY);
        flags.set("new-checkout", true);
        assertThat(client.getProviderState()).isEqualTo(ProviderState.READY);
        flags.refuseKey();
        Awaitility.await().until(() -> client.getProviderState() == ProviderState.ERROR);
    }

    @Test
    void aClientThatIsStaleFromTheBeginningIsToldToBeStale() {
        flags.loseContact();
        Awaitility.await().until(() -> flags.client().status() == ClientStatus.STALE);

        api.setProviderAndWait("late", SluiceProvider.of(flags.client()));

        Awaitility.await().until(() -> api.getClient("late").getProviderState() == ProviderState.STALE);
    }

    @Test
    void aClientThatTheApplicationClosedIsStale() {
        flags.client().close();

        Awaitility.await().until(() -> client.getProviderState() == ProviderState.STALE);
    }
}
