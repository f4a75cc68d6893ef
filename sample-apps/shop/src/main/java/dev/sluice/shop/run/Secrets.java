package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the demo's programs know each other by: made once, kept in the data folder for their owner alone, never printed.
 *
 * @param adminToken the flag server's API token with role admin
 * @param sdkKey the shops' key
 * @param controlToken what a command shows to the supervisor, the front and the shops
 */
record Secrets(String adminToken, String sdkKey, String controlToken) {
    private static final int BYTES = 24;

    static Secrets in(Path data) throws IOException {
        Path file = data.resolve("demo-secrets.json");
        if (Files.exists(file)) {
            try {
                JsonObject json = new JsonObject(Files.readString(file));
                return new Secrets(
                        json.getString("adminToken"), json.getString("sdkKey"), json.getString("controlToken"));
            } catch (DecodeException | ClassCastException | NullPointerException e) {
                throw new Trouble(file + " is damaged; delete " + data + " to begin anew.", e);
            }
        }
        SecureRandom random = new SecureRandom();
        Secrets secrets =
                new Secrets("demo-admin-" + text(random), "demo-sdk-" + text(random), "demo-control-" + text(random));
        PrivateFiles.write(
                file,
                new JsonObject()
                        .put("adminToken", secrets.adminToken)
                        .put("sdkKey", secrets.sdkKey)
                        .put("controlToken", secrets.controlToken)
                        .encode());
        return secrets;
    }

    private static String text(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes)
                .replace('-', 'x')
                .replace('_', 'y');
    }

    @Override
    public String toString() {
        return "Secrets[not shown]";
    }
}
