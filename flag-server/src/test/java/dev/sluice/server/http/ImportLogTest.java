package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.http.RestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the audit log says of an import. */
final class ImportLogTest {

    private static final String SHOP = "/api/v1/projects/shop";

    private final RestServer server = new RestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theLogKeepsWhatAnImportRemovesSoThatAnotherCanHaveItBack() throws IOException {
        load("", golden());
        String before = server.get(SHOP + "/export").text();
        String less = golden().substring(0, golden().indexOf("  answer:")).replace("[u7]", "[u7, u8]");

        load("?prune=true&force=true", less);

        JsonNode imported = lastImport();
        assertThat(imported.path("changes").asInt()).isEqualTo(3);
        assertThat(imported.path("segments")).hasSize(1);
        assertThat(imported.at("/segments/0/segment").asText()).isEqualTo("staff");
        assertThat(imported.at("/segments/0/before/included").toString()).isEqualTo("[\"u7\"]");
        assertThat(imported.at("/segments/0/after/included").toString()).isEqualTo("[\"u7\",\"u8\"]");
        assertThat(imported.path("removed").findValuesAsText("flag")).containsExactly("answer", "limit");
        ObjectNode back = JsonNodeFactory.instance.objectNode().put("sluice", 1).put("project", "shop");
        back.putObject("segments").putObject("production").set("staff", imported.at("/segments/0/before"));
        ObjectNode flags = back.putObject("flags");
        imported.path("removed").forEach(flag -> flags.set(flag.path("flag").asText(), flag.path("before")));
        assertThat(server.post(SHOP + "/import", back.toString()).status()).isEqualTo(200);
        assertThat(server.get(SHOP + "/export").text()).isEqualTo(before);
    }

    @Test
    void theLogKeepsLittleOfSegmentsThatAreMuch() throws NoSuchAlgorithmException {
        String members = IntStream.range(0, 9_999)
                .mapToObj(i -> "\"somebody-with-a-long-name-" + i + "\"")
                .collect(Collectors.joining(","));
        String file = "{\"sluice\":1,\"project\":\"shop\",\"segments\":{\"production\":{"
                + IntStream.range(0, 4)
                        .mapToObj(i -> "\"s" + i + "\":{\"included\":[" + members + "]}")
                        .collect(Collectors.joining(","))
                + "}}}";

        assertThat(server.post(SHOP + "/import", file).status()).isEqualTo(200);

        JsonNode kept = lastImport().path("segments");
        byte[] last = server.get(SHOP + "/export")
                .json()
                .at("/segments/production/s3")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        assertThat(kept).hasSize(4);
        assertThat(kept.toString().length()).isLessThan(600_000);
        assertThat(kept.at("/0/after/included")).hasSize(9_999);
        JsonNode digest = kept.at("/3/after/tooLarge");
        assertThat(digest.path("included").asInt()).isEqualTo(9_999);
        assertThat(digest.path("bytes").asInt()).isEqualTo(last.length);
        assertThat(digest.path("sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(last)));
    }

    private JsonNode lastImport() {
        return server.get(SHOP + "/audit?action=project.import&limit=1").json().at("/items/0/details/imported");
    }

    private void load(String query, String yaml) {
        Answer answer = server.send("POST", SHOP + "/import" + query, yaml, "Content-Type", "application/yaml");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String golden() throws IOException {
        try (InputStream in = ImportLogTest.class.getResourceAsStream("/golden/files-1/shop.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
