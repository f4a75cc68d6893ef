package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The admin UI is built without a server: it has the description of the REST API as a file, from which its types are made. */
final class OpenApiFileTest {

    private static final Path FILE = Path.of("..", "admin-ui", "openapi.json");
    private static final String WRITE = "sluice.openapi.write";
    private static final String RENEW = "admin-ui/openapi.json is not what the server describes. Write it anew with "
            + "mvn -q test -pl flag-server -am -DskipUi -Dtest=OpenApiFileTest -Dsurefire.failIfNoSpecifiedTests=false -D"
            + WRITE
            + "=true, then the types with npm --prefix admin-ui run types:api, and commit both.";

    @Test
    void theAdminUiIsBuiltFromWhatTheServerDescribes() throws IOException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter pretty = new DefaultPrettyPrinter().withObjectIndenter(lines);
        String described = new ObjectMapper().writer(pretty).writeValueAsString(OpenApi.document()) + "\n";
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, described);
        }

        assertThat(Files.readString(FILE)).as(RENEW).isEqualTo(described);
    }
}
