package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a running demo can be told things. Written when it is ready, for its owner alone, and deleted when it ends.
 *
 * @param token shown in the header {@code Shop-Control}
 */
public record DemoFile(long pid, int controlPort, int frontPort, String token) {

    /** Reads the file of a running demo. */
    public static DemoFile read(Path file) {
        try {
            JsonObject json = new JsonObject(Files.readString(file));
            DemoFile demo = new DemoFile(
                    json.getLong("pid"),
                    json.getInteger("controlPort"),
                    json.getInteger("frontPort"),
                    json.getString("token"));
            if (ProcessHandle.of(demo.pid).isEmpty()) {
                throw new Trouble(
                        "The demo is not running any more: start it with `make run` in another window first.");
            }
            return demo;
        } catch (NoSuchFileException e) {
            throw new Trouble("The demo is not running: start it with `make run` in another window first.", e);
        } catch (IOException | DecodeException | NullPointerException e) {
            throw new Trouble(file + " cannot be read: start the demo anew with `make run`.", e);
        }
    }

    void write(Path file) throws IOException {
        PrivateFiles.write(
                file,
                new JsonObject()
                        .put("pid", pid)
                        .put("controlPort", controlPort)
                        .put("frontPort", frontPort)
                        .put("token", token)
                        .encode());
    }

    /** The supervisor's door. */
    public String controlUrl() {
        return "http://127.0.0.1:" + controlPort;
    }

    /** The shop as shoppers and people see it. */
    public String frontUrl() {
        return "http://127.0.0.1:" + frontPort;
    }

    /** What shows that the caller may read this file. */
    public Map<String, String> headers() {
        return Map.of("Shop-Control", token, "Content-Type", "application/json");
    }

    @Override
    public String toString() {
        return "DemoFile[pid " + pid + "]";
    }
}
