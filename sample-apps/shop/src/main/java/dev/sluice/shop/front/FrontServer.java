package dev.sluice.shop.front;

import dev.sluice.shop.run.ChildProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front as a process: orders in, the page and the score out, live. It finds the shops by the files in which they say where
 * they listen. Confined to one event loop.
 */
public final class FrontServer {
    private static final Logger LOG = LoggerFactory.getLogger("front");
    private static final long ASK_EVERY_MILLIS = 100;
    private static final long SHOW_EVERY_MILLIS = 250;
    private static final Duration LONGEST_END = Duration.ofSeconds(3);
    private static final Map<String, Asset> ASSETS = Map.of(
            "/", Asset.read("index.html", "text/html; charset=utf-8"),
            "/shop.css", Asset.read("shop.css", "text/css; charset=utf-8"),
            "/shop.js", Asset.read("shop.js", "text/javascript; charset=utf-8"),
            "/favicon.svg", Asset.read("favicon.svg", "image/svg+xml"));

    private final Vertx vertx;
    private final Path announcements;
    private final String controlToken;
    private final Rotation rotation = new Rotation();
    private final ScoreKeeper keeper;
    private final Front front;
    private final Set<HttpServerResponse> watchers = new LinkedHashSet<>();
    private final HttpServer server;
    private Score.@Nullable Flag flag;

    private record Asset(Buffer content, String type) {
        static Asset read(String name, String type) {
            try (InputStream in = FrontServer.class.getResourceAsStream("/front/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("/front/" + name + " is not in this jar");
                }
                return new Asset(Buffer.buffer(in.readAllBytes()), type);
            } catch (IOException e) {
                throw new IllegalStateException("/front/" + name + " cannot be read from this jar", e);
            }
        }
    }

    private record Announcement(String name, int port) {}

    private FrontServer(Vertx vertx, InstantSource clock, Path announcements, String controlToken) {
        this.vertx = vertx;
        this.announcements = announcements;
        this.controlToken = controlToken;
        this.keeper = new ScoreKeeper(clock);
        this.front = new Front(vertx, rotation, keeper);
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(this::handle);
    }

    /** Runs the front as a process of its own. */
    public static void main(String[] args) {
        ChildProcess self = ChildProcess.fromEnvironment();
        Vertx vertx = ChildProcess.oneLoop();
        int port = self.number("SHOP_FRONT_PORT", 7790);
        FrontServer front = new FrontServer(
                vertx,
                InstantSource.system(),
                Path.of(self.required("SHOP_INSTANCES")),
                self.required("SHOP_CONTROL_TOKEN"));
        self.onShutdown(LONGEST_END, () -> ChildProcess.onLoop(vertx, front.server::close));
        ChildProcess.onLoop(vertx, () -> front.open(port))
                .onSuccess(open -> LOG.info("the front is at http://127.0.0.1:{}", open))
                .onFailure(why -> self.giveUp("the front could not open port " + port + ": " + why.getMessage()));
    }

    private Future<Integer> open(int port) {
        vertx.setPeriodic(0, ASK_EVERY_MILLIS, timer -> {
            vertx.executeBlocking(this::readAnnouncements, false)
                    .onSuccess(all -> all.forEach(each -> rotation.announced(each.name(), each.port())));
            front.askAll();
        });
        vertx.setPeriodic(SHOW_EVERY_MILLIS, timer -> show());
        return server.listen(port).map(HttpServer::actualPort);
    }

    private List<Announcement> readAnnouncements() {
        List<Announcement> all = new ArrayList<>();
        if (!Files.isDirectory(announcements)) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(announcements, "*.json")) {
            for (Path file : files) {
                JsonObject json = new JsonObject(Files.readString(file));
                all.add(new Announcement(json.getString("name"), json.getInteger("port")));
            }
        } catch (IOException | DecodeException e) {
            LOG.warn("the shops' announcements cannot be read: {}", e.toString());
        }
        return all;
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        boolean get = HttpMethod.GET.equals(request.method());
        boolean post = HttpMethod.POST.equals(request.method());
        if (post && path.equals("/orders")) {
            front.order(request);
        } else if (get && path.equals("/score")) {
            json(request.response(), 200, score());
        } else if (get && path.equals("/score/stream")) {
            watch(request.response());
        } else if (get && (path.equals("/livez") || path.equals("/readyz"))) {
            json(request.response(), 200, new JsonObject().put("ready", true));
        } else if (post && path.startsWith("/control/")) {
            control(request);
        } else if (get && ASSETS.containsKey(path)) {
            asset(request.response(), ASSETS.get(path));
        } else {
            json(
                    request.response(),
                    404,
                    new JsonObject().put("detail", request.method() + " " + path + " is not here"));
        }
    }

    private void control(HttpServerRequest request) {
        String token = String.valueOf(request.getHeader("Shop-Control"));
        if (!MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), controlToken.getBytes(StandardCharsets.UTF_8))) {
            json(
                    request.response(),
                    403,
                    new JsonObject().put("detail", "the header Shop-Control is missing or wrong"));
            return;
        }
        request.body()
                .map(body -> {
                    obey(request.path(), body.length() == 0 ? new JsonObject() : body.toJsonObject());
                    return body;
                })
                .onSuccess(done -> json(request.response(), 200, score()))
                .onFailure(why -> json(request.response(), 422, new JsonObject().put("detail", why.getMessage())));
    }

    private void obey(String path, JsonObject body) {
        switch (path) {
            case "/control/reset" -> keeper.reset();
            case "/control/unanswered" -> keeper.recordUnanswered(body.getInteger("orders", 0));
            case "/control/flag" -> flagIs(Score.flag(body));
            default -> throw new IllegalArgumentException(path + " is not here");
        }
    }

    private void flagIs(Score.Flag now) {
        Instant changedAt = now.changedAt();
        if (flag != null && flag.enabled() && !now.enabled() && changedAt != null) {
            keeper.turnedOff(changedAt);
        }
        flag = now;
    }

    private JsonObject score() {
        return keeper.score(rotation.badges(), flag).toJson();
    }

    private void watch(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-cache, no-transform");
        response.exceptionHandler(gone -> watchers.remove(response));
        response.closeHandler(gone -> watchers.remove(response));
        watchers.add(response);
        response.write(event());
    }

    /** A page that reads slowly misses a picture and gets the next; nothing queues up for it. */
    private void show() {
        if (watchers.isEmpty()) {
            return;
        }
        Buffer event = event();
        for (HttpServerResponse watcher : List.copyOf(watchers)) {
            if (!watcher.writeQueueFull()) {
                watcher.write(event);
            }
        }
    }

    private Buffer event() {
        return Buffer.buffer("event: score\ndata: " + score().encode() + "\n\n");
    }

    private static void asset(HttpServerResponse response, Asset asset) {
        response.putHeader("Content-Type", asset.type())
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'self'")
                .end(asset.content());
    }

    private static void json(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
