package dev.sluice.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One instance of the demo shop, the build with the new checkout, as a process of its own. */
public final class ShopProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI orders;

    private ShopProcess(Process process, URI orders) {
        this.process = process;
        this.orders = orders;
    }

    /** Starts it on a free port, with its files in {@code folder}; returns when it takes orders. */
    public static ShopProcess start(Path folder, URI server, String sdkKey) throws IOException {
        Files.createDirectories(folder);
        Path announcement = folder.resolve("shop.json");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                Repository.root().resolve("sample-apps/shop/target/shop.jar").toString(),
                "dev.sluice.shop.web.ShopBuild2"));
        builder.environment().put("SHOP_NAME", "shop-of-the-rig");
        builder.environment().put("SHOP_ANNOUNCE", announcement.toString());
        builder.environment().put("SHOP_CONTROL_TOKEN", "rig-control-token");
        builder.environment().put("SLUICE_URL", server.toString());
        builder.environment().put("SLUICE_SDK_KEY", sdkKey);
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("shop.log").toFile());
        Process process = builder.start();
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < limit && process.isAlive()) {
            if (Files.exists(announcement)) {
                JsonNode told = JSON.readTree(Files.readAllBytes(announcement));
                return new ShopProcess(
                        process,
                        URI.create("http://127.0.0.1:" + told.path("port").asInt() + "/orders"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "the shop did not start within " + START_LIMIT + ":\n" + Files.readString(folder.resolve("shop.log")));
    }

    /** Orders something for a shopper; tells which checkout it went through, {@code new} or {@code old}. */
    public CompletableFuture<String> order(String shopper) {
        HttpRequest request = HttpRequest.newBuilder(orders)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"shopper\":\"" + shopper + "\",\"lines\":[{\"article\":\"kettle\",\"quantity\":1}]}"))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(response -> {
            if (response.statusCode() != 201) {
                throw new IllegalStateException(
                        "an order was answered " + response.statusCode() + ": " + response.body());
            }
            return response.headers().firstValue("Shop-Checkout").orElse("(not said)");
        });
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
