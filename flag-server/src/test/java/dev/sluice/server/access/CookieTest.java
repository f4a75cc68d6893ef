package dev.sluice.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.proof.Proves;
import dev.sluice.server.store.InMemoryStore;
import dev.sluice.server.store.NodeWorkspace;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CookieTest {

    private static Cookie of(String publicUrl) {
        TestClock clock = new TestClock();
        AccessConfig config =
                AccessConfig.of("a secret of the tests", null, () -> URI.create(publicUrl), clock, new SecureRandom());
        var workspace = new NodeWorkspace(new InMemoryStore(), clock, () -> "r", Runnable::run);
        Sessions sessions = Sessions.of(new InMemoryEphemera(clock), new Accounts(workspace), config);
        User ana = new User("ana", "", Grants.NONE, true, null, 1, 1, Instant.EPOCH, "x");
        return sessions.begin(ana).result().cookie();
    }

    @Test
    @Proves("S16")
    void whereThereIsTlsOnlyThisHostSetsTheCookieAndOnlyOverTls() {
        Cookie cookie = of("https://flags.example");

        assertThat(cookie.getName()).isEqualTo("__Host-sluice_session");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(CookieSameSite.STRICT);
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(cookie.getMaxAge()).isEqualTo(12 * 60 * 60);
    }

    @Test
    void withoutTlsItIsTheSameButForWhatNeedsTls() {
        Cookie cookie = of("http://127.0.0.1:7770");

        assertThat(cookie.getName()).isEqualTo("sluice_session");
        assertThat(cookie.isSecure()).isFalse();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(CookieSameSite.STRICT);
    }
}
