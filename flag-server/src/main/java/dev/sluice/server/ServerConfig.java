package dev.sluice.server;

import dev.sluice.server.access.ClientAddresses;
import dev.sluice.server.evaluate.Overrides;
import dev.sluice.server.store.redis.WaitPolicy;
import dev.sluice.server.stream.StreamLimits;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of this process, checked. The environment wins over the file. Immutable; its text shows no secret. */
final class ServerConfig {

    private static final Logger log = LoggerFactory.getLogger(ServerConfig.class);
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_STREAMS = 1_000_000;
    private static final int LONGEST_DRAIN_WAIT_SECONDS = 60;

    private final Map<Setting, String> given;

    private ServerConfig(Map<Setting, String> given) {
        this.given = given;
        httpPort();
        managementPort();
        demo();
        overrides();
        clientAddresses();
        requestsPerSecond();
        streamLimits();
        drainWait();
        redisWait();
        boolean tlsHalf = given.containsKey(Setting.TLS_CERT) != given.containsKey(Setting.TLS_KEY);
        if (tlsHalf) {
            throw new IllegalArgumentException(
                    "SLUICE_TLS_CERT, SLUICE_TLS_KEY: only one is set; expected both or neither");
        }
    }

    /**
     * Reads the file, if any, then the environment.
     *
     * @throws IllegalArgumentException naming the setting, what was given and what is allowed
     */
    static ServerConfig of(@Nullable Path file, Map<String, String> environment) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        if (file != null) {
            read(file).forEach((name, value) -> {
                Setting setting = Setting.named(name)
                        .orElseThrow(() -> new IllegalArgumentException("--config: there is no setting " + name));
                put(given, setting, value);
            });
        }
        new TreeMap<>(environment).forEach((name, value) -> {
            if (Setting.looksLikeOne(name)) {
                Setting.named(name)
                        .ifPresentOrElse(
                                setting -> put(given, setting, value),
                                () -> log.warn("{} is set, but there is no such setting", name));
            }
        });
        return new ServerConfig(given);
    }

    private static void put(Map<Setting, String> given, Setting setting, String value) {
        if (value.isBlank()) {
            given.remove(setting);
        } else {
            given.put(setting, value.trim());
            if (!setting.effective() && !value.trim().equals(setting.byDefault())) {
                log.warn("{} is set, but has no effect in this version", setting.variable());
            }
        }
    }

    private static Map<String, String> read(Path file) {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("--config: \"" + file + "\" can't be read", e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }

    String httpHost() {
        return text(Setting.HTTP_HOST);
    }

    int httpPort() {
        return port(Setting.HTTP_PORT);
    }

    /** Where probes and metrics are answered; without access control, so it is loopback unless somebody says otherwise. */
    String managementHost() {
        return text(Setting.MANAGEMENT_HOST);
    }

    int managementPort() {
        return port(Setting.MANAGEMENT_PORT);
    }

    /** Where people reach this server; {@code boundPort} is what port 0 became. */
    URI publicUrl(int boundPort) {
        String url = given.get(Setting.PUBLIC_URL);
        if (url != null) {
            return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        }
        String host = httpHost().equals("0.0.0.0") || httpHost().equals("::") ? "localhost" : httpHost();
        return URI.create((tlsCert() == null ? "http" : "https") + "://"
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + boundPort);
    }

    @Nullable
    Path tlsCert() {
        return path(Setting.TLS_CERT);
    }

    @Nullable
    Path tlsKey() {
        return path(Setting.TLS_KEY);
    }

    /** Absolute, since Redis runs in a folder of its own: a relative path means another place there. */
    Path data() {
        return Path.of(text(Setting.DATA)).toAbsolutePath().normalize();
    }

    /** Null = run our own. */
    @Nullable
    String redisUrl() {
        return given.get(Setting.REDIS_URL);
    }

    /** PEM file with the authorities that Redis' certificates must come from; null = those of the Java platform. */
    @Nullable
    Path redisCa() {
        return path(Setting.REDIS_CA);
    }

    /** How many copies must have a write before it is acknowledged. */
    WaitPolicy redisWait() {
        return new WaitPolicy(text(Setting.REDIS_WAIT));
    }

    @Nullable
    String secret() {
        return given.get(Setting.SECRET);
    }

    @Nullable
    Path secretFile() {
        return path(Setting.SECRET_FILE);
    }

    @Nullable
    String adminToken() {
        return given.get(Setting.ADMIN_TOKEN);
    }

    @Nullable
    String sdkKey() {
        return given.get(Setting.SDK_KEY);
    }

    @Nullable
    String clientKey() {
        return given.get(Setting.CLIENT_KEY);
    }

    /** What this node forces on everyone it evaluates for. */
    Overrides overrides() {
        return Overrides.parse(text(Setting.OVERRIDES));
    }

    /** How the address of who is asking is found. */
    ClientAddresses clientAddresses() {
        return ClientAddresses.behind(text(Setting.TRUSTED_PROXIES));
    }

    /** How many requests a second one user or token may make of this node; 0 = as many as they like. */
    int requestsPerSecond() {
        return whole(Setting.REQUESTS_PER_SECOND, 0, MOST_REQUESTS);
    }

    boolean demo() {
        String value = text(Setting.DEMO);
        return switch (value) {
            case "on" -> true;
            case "off" -> false;
            default ->
                throw new IllegalArgumentException("SLUICE_DEMO: \"" + value + "\" is not allowed; expected on or off");
        };
    }

    @Nullable
    Path geoDb() {
        return path(Setting.GEO_DB);
    }

    /** What streams are allowed: their number, 0 = by what the process may open, and how many are let in each second. */
    StreamLimits streamLimits() {
        return StreamLimits.STANDARD.admitting(
                whole(Setting.STREAMS_MAX, 0, MOST_STREAMS), whole(Setting.STREAMS_PER_SECOND, 1, MOST_STREAMS));
    }

    /** How long a node that is told to stop goes on as if nothing were, so that load balancers see it is not ready. */
    Duration drainWait() {
        return Duration.ofSeconds(whole(Setting.DRAIN_WAIT_SECONDS, 0, LONGEST_DRAIN_WAIT_SECONDS));
    }

    private int whole(Setting setting, int least, int most) {
        String value = text(setting);
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(setting.variable() + ": \"" + value
                + "\" is not allowed; expected a whole number from " + least + " to " + most);
    }

    private String text(Setting setting) {
        return given.getOrDefault(setting, setting.byDefault());
    }

    private @Nullable Path path(Setting setting) {
        String value = given.get(setting);
        return value == null ? null : Path.of(value);
    }

    private int port(Setting setting) {
        String value = text(setting);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw notAPort(setting, value);
        }
        throw notAPort(setting, value);
    }

    private static IllegalArgumentException notAPort(Setting setting, String value) {
        return new IllegalArgumentException(
                setting.variable() + ": \"" + value + "\" is not allowed; expected a port from 0 to 65535");
    }

    /** One setting a line, in the form of the file; what may hold a secret is only said to be set. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            String value = text(setting);
            text.append(setting.variable()).append('=');
            text.append(setting.secret() && !value.isEmpty() ? "(set)" : value).append('\n');
        }
        return text.toString();
    }
}
