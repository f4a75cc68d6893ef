package dev.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.sdk.support.World;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is known from before lies on a disk that stands still, by virtual time. */
class SlowDiskTest {

    private final World before = new World();

    @Test
    @Proves("F21")
    void theServerIsWaitedForASecondAtMost() {
        before.set(World.bool("new-checkout", false));
        Following following = new Following("flags.json", bundle(before)).healthyServer();
        following.world.set(World.bool("new-checkout", true));
        following.world.set(World.bool("banner", true));

        following.follower.start();
        following.pass(Follower.RECALLED_WITHIN.minusMillis(1));
        assertThat(following.server.streams).isEmpty();
        following.pass(Duration.ofMillis(20));

        assertThat(following.server.streams)
                .singleElement()
                .satisfies(stream -> assertThat(stream.request.headers()).doesNotContainKey("Last-Event-ID"));
        assertThat(following.status()).isEqualTo(ClientStatus.READY);

        following.reads.remove().run();
        following.pass(Duration.ofSeconds(1));

        assertThat(following.isOn("new-checkout")).isTrue();
        assertThat(following.follower.source()).isEqualTo(FlagSource.LIVE);
        assertThat(following.server.streams).hasSize(1);
    }

    @Test
    @Proves("F21")
    void whatIsReadLateDecidesWhileTheServerIsAway() {
        before.set(World.bool("new-checkout", true));
        Following following = new Following("flags.json", bundle(before));

        following.follower.start();
        following.pass(Duration.ofSeconds(5));
        assertThat(following.status()).isEqualTo(ClientStatus.INITIALIZING);
        following.reads.remove().run();
        following.pass(Duration.ofSeconds(1));

        assertThat(following.status()).isEqualTo(ClientStatus.STALE);
        assertThat(following.follower.source()).isEqualTo(FlagSource.BOOTSTRAP);
        assertThat(following.isOn("new-checkout")).isTrue();
    }

    @Test
    void whatIsReadInTimeOpensTheStreamAtOnceWhereItEnded() {
        before.set(World.bool("new-checkout", true));
        Following following = new Following("flags.json", bundle(before)).healthyServer();
        following.world.set(World.bool("new-checkout", true));

        following.follower.start();
        following.reads.remove().run();
        following.pass(Duration.ofMillis(10));

        assertThat(following.server.streams)
                .singleElement()
                .satisfies(stream -> assertThat(stream.request.headers())
                        .containsEntry("Last-Event-ID", before.id().eventId().toString()));
        assertThat(following.status()).isEqualTo(ClientStatus.READY);
    }

    @Test
    void whatIsReadAfterClosingIsForgotten() {
        before.set(World.bool("new-checkout", true));
        Following following = new Following("flags.json", bundle(before));

        following.follower.start();
        following.pass(Duration.ofMillis(10));
        following.follower.close();
        following.pass(Duration.ofMillis(10));
        following.reads.remove().run();
        following.pass(Duration.ofSeconds(5));

        assertThat(following.status()).isEqualTo(ClientStatus.CLOSED);
        assertThat(following.follower.source()).isNull();
        assertThat(following.server.streams).isEmpty();
    }

    private static ClassLoader bundle(World world) {
        byte[] content = world.encodedSnapshot();
        return new ClassLoader(SlowDiskTest.class.getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.equals("flags.json") ? new ByteArrayInputStream(content) : super.getResourceAsStream(name);
            }
        };
    }
}
