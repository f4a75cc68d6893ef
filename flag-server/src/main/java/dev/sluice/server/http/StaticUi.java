package dev.sluice.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the admin UI and the page about the REST API, from the {@code webroot} folder of the class path. What the build named by its content is
 * kept by browsers for ever; the page itself is asked for each time. An address of the UI that is no file is the page:
 * the UI reads the rest of the address itself. Safe on any thread.
 */
final class StaticUi {
    private static final String ROOT = "/webroot";
    private static final String PAGE = "/index.html";
    private static final String DOCS = "/docs";
    private static final String ASSETS = "/assets/";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    /** Files that are there; bounded by what was packed into the jar. */
    private final Map<String, Asset> assets = new ConcurrentHashMap<>();

    private record Asset(Buffer plain, Buffer zipped, String type) {}

    /** Answers if this is an address of the UI. */
    boolean serve(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            return false;
        }
        String path = ctx.request().path();
        Optional<Asset> asset = asset(path);
        if (asset.isEmpty() && !isOfServer(path) && !path.startsWith(ASSETS)) {
            // A flag may well be called checkout.v2: a dot makes no file.
            asset = asset(pageAt(path));
        }
        asset.ifPresent(found -> send(ctx, path, found));
        return asset.isPresent();
    }

    private static String pageAt(String path) {
        return path.equals(DOCS) ? DOCS + PAGE : PAGE;
    }

    /** What belongs to programs, in whatever case it is written, is never answered with a page for people. */
    private static boolean isOfServer(String path) {
        String first = path.substring(1).split("/", 2)[0].toLowerCase(Locale.ROOT);
        return first.equals("api") || first.equals("sdk") || first.equals("ofrep");
    }

    private void send(RoutingContext ctx, String path, Asset asset) {
        HttpServerResponse response = ctx.response();
        response.putHeader("Content-Type", asset.type());
        response.putHeader("Vary", "Accept-Encoding");
        response.putHeader(
                "Cache-Control", path.startsWith(ASSETS) ? "public, max-age=31536000, immutable" : "no-cache");
        Buffer body = asset.plain();
        if (acceptsGzip(ctx)) {
            response.putHeader("Content-Encoding", "gzip");
            body = asset.zipped();
        }
        if (ctx.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    private static boolean acceptsGzip(RoutingContext ctx) {
        String accepted = ctx.request().getHeader("Accept-Encoding");
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    }

    private Optional<Asset> asset(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (type == null) {
            return Optional.empty();
        }
        Asset known = assets.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        byte[] bytes = read(path);
        if (bytes == null) {
            return Optional.empty();
        }
        Asset loaded = new Asset(Buffer.buffer(bytes), Buffer.buffer(zip(bytes)), type);
        assets.put(path, loaded);
        return Optional.of(loaded);
    }

    private static byte @Nullable [] read(String path) {
        try (InputStream in = StaticUi.class.getResourceAsStream(ROOT + path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the admin UI's " + path + " cannot be read", e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
