package dev.sluice.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.cli.Remote.FailedException;
import dev.sluice.server.rows.RowFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code sluice audience}. Asks for the totals alone: the client of the JDK reads nothing before it has sent everything, so a server that
 * answers row by row would wait for it, and it for the server.
 */
@CommandLine.Command(
        name = "audience",
        description = "Count who gets what of your own contexts: a file of NDJSON, or of CSV if its name ends so.")
final class AudienceCommand extends OfEnvironment {
    private static final String NONE = "none";

    @CommandLine.Parameters(index = "0", paramLabel = "FLAG", description = "The flag.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private String flag;

    @CommandLine.Parameters(index = "1", paramLabel = "FILE", description = "The contexts, one a row.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls
    private Path file;

    AudienceCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Remote remote) throws FailedException, IOException, InterruptedException {
        if (!Files.isReadable(file)) {
            throw new IOException("FILE: " + file + " can't be read; expected a file of contexts");
        }
        boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        String path = environmentPath() + "/flags/" + Remote.part(flag) + "/audience?decisions=false";
        JsonNode totals = remote.upload(path, file, (csv ? RowFormat.CSV : RowFormat.NDJSON).mediaType())
                .json()
                .path("totals");
        if (asJson()) {
            sayJson(totals);
        } else {
            sayTotals(totals);
        }
        String error = fault(totals);
        if (error != null) {
            throw new FailedException(error);
        }
        return CommandLine.ExitCode.OK;
    }

    private void sayTotals(JsonNode totals) {
        long contexts = totals.path("contexts").asLong();
        List<List<String>> rows = new ArrayList<>();
        totals.path("variations")
                .properties()
                .forEach(variation -> rows.add(List.of(
                        variation.getKey().equals(NONE) ? "(the code's default)" : variation.getKey(),
                        variation.getValue().asText(),
                        share(variation.getValue().asLong(), contexts))));
        sayTable(List.of("VARIATION", "CONTEXTS", "SHARE"), rows);
        long invalid = totals.path("invalid").asLong();
        if (invalid > 0) {
            say(invalid + " rows could not be read and are not counted");
        }
    }

    private static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", whole == 0 ? 0 : 100.0 * part / whole);
    }

    private static @Nullable String fault(JsonNode totals) {
        return totals.path("complete").asBoolean()
                ? null
                : "not all rows were read: " + totals.path("error").asText("the server ended early");
    }
}
