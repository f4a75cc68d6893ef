package dev.sluice.shop.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a second window sources before it calls the REST API by hand.
 *
 * @param flagUrl {@code $S}: the flag in production
 * @param authorization {@code $T}: the whole header line
 * @param contentType {@code $J}: the whole header line
 */
public record TryFile(String flagUrl, String authorization, String contentType) {
    private static final Pattern LINE = Pattern.compile("export ([A-Z]+)='([^']*)'");
    private static final String FLAG = "/projects/demo/flags/new-checkout/environments/production";

    static TryFile of(int serverPort, String adminToken) {
        return new TryFile(
                "http://127.0.0.1:" + serverPort + "/api/v1" + FLAG,
                "Authorization: Bearer " + adminToken,
                "Content-Type: application/json");
    }

    /** Reads the file of a running demo. */
    public static TryFile read(Path file) {
        try {
            Map<String, String> values = new HashMap<>();
            Matcher matcher = LINE.matcher(Files.readString(file));
            while (matcher.find()) {
                values.put(matcher.group(1), matcher.group(2));
            }
            return new TryFile(
                    values.getOrDefault("S", ""), values.getOrDefault("T", ""), values.getOrDefault("J", ""));
        } catch (NoSuchFileException e) {
            throw new Trouble(file + " is not there: start the demo with `make run` in another window first.", e);
        } catch (IOException e) {
            throw new Trouble(file + " cannot be read (" + e.getMessage() + "); see to its owner and mode.", e);
        }
    }

    void write(Path file) throws IOException {
        PrivateFiles.write(
                file, "export S='" + flagUrl + "'\nexport T='" + authorization + "'\nexport J='" + contentType + "'\n");
    }

    /** The root of the API, without a slash at its end. */
    public String apiUrl() {
        return flagUrl.substring(0, flagUrl.length() - FLAG.length());
    }

    /** The headers of a request with a JSON body. */
    public Map<String, String> headers() {
        return Map.of("Authorization", value(authorization), "Content-Type", value(contentType));
    }

    private static String value(String headerLine) {
        return headerLine.substring(headerLine.indexOf(':') + 1).trim();
    }

    @Override
    public String toString() {
        return "TryFile[" + flagUrl + "]";
    }
}
