package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RestServer.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StaticUiTest {

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageComesWithAPolicyThatAllowsNothingInline() {
        Answer page = server.sendAs("GET", "/", null);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void anAddressOfTheUiIsThePageAndAMissingFileIsNot() {
        assertThat(server.sendAs("GET", "/flags/new-checkout", null).text())
                .isEqualTo(server.sendAs("GET", "/", null).text());
        assertThat(server.sendAs("GET", "/flags/checkout.v2", null).text())
                .isEqualTo(server.sendAs("GET", "/", null).text());
        assertThat(server.sendAs("GET", "/assets/gone.js", null).status()).isEqualTo(404);
        assertThat(server.sendAs("GET", "/api/gone.js", null).status()).isEqualTo(404);
        assertThat(server.sendAs("GET", "/assets", null).header("Content-Type")).startsWith("text/html");
    }

    @Test
    void thePageAboutTheRestApiComesFromTheServerItself() {
        Answer page = server.sendAs("GET", "/docs", null);

        assertThat(page.text()).contains("REST API of Sluice").doesNotContain("<style", "<script>");
        assertThat(page.header("Content-Security-Policy")).doesNotContain("unsafe");
        assertThat(server.sendAs("GET", "/docs/docs.js", null).header("Content-Type"))
                .startsWith("text/javascript");
        assertThat(server.sendAs("GET", "/docs/docs.css", null).header("Content-Type"))
                .startsWith("text/css");
    }

    @Test
    void whatIsNamedByItsContentIsKeptForEver() {
        Answer asset = server.sendAs("GET", "/assets/app-1a2b3c.js", null);

        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(asset.header("Content-Type")).startsWith("text/javascript");
    }

    @Test
    void anAddressWithOtherMethodsSaysWhich() {
        Answer answer = server.sendAs("DELETE", "/api/v1/projects", null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, POST");
        assertThat(server.sendAs("POST", "/nowhere", null).status()).isEqualTo(404);
    }
}
