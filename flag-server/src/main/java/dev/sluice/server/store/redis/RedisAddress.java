package dev.sluice.server.store.redis;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where Redis is, as {@code SLUICE_REDIS_URL} says it. Immutable; its text holds no password.
 *
 * <ul>
 *   <li>{@code redis://[user:password@]host[:port][/database]}: one Redis;
 *   <li>{@code redis-sentinel://[user:password@]host[:port],…[/database][#master]}: the Sentinels that know the master, by default
 *       {@code mymaster};
 *   <li>{@code redis-cluster://[user:password@]host[:port],…}: some nodes of a cluster.
 * </ul>
 *
 * With {@code rediss} instead of {@code redis} all of it goes over TLS.
 */
final class RedisAddress {

    /** How the Redis behind it is set up. */
    enum Kind {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final String FORMS =
            "expected redis://host:port, redis-sentinel://host:port,host:port#master or redis-cluster://host:port,host:port,"
                    + " or the same with rediss";

    private final Kind kind;
    private final RedisURI template;
    private final List<RedisURI> seeds;
    private final String masterName;

    private RedisAddress(Kind kind, RedisURI template, List<RedisURI> seeds, String masterName) {
        this.kind = kind;
        this.template = template;
        this.seeds = List.copyOf(seeds);
        this.masterName = masterName;
    }

    /**
     * Reads a URL.
     *
     * @param timeout for every command
     * @throws IllegalArgumentException that says what is allowed, and nothing of what was given but the scheme
     */
    static RedisAddress parse(String url, Duration timeout) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        Kind kind = switch (scheme) {
            case "redis", "rediss" -> Kind.STANDALONE;
            case "redis-sentinel", "rediss-sentinel" -> Kind.SENTINEL;
            case "redis-cluster", "rediss-cluster" -> Kind.CLUSTER;
            default ->
                throw new IllegalArgumentException(
                        "SLUICE_REDIS_URL: the scheme \"" + scheme + "\" is not allowed; " + FORMS);
        };
        String rest = url.substring(colon + 3);
        int hash = rest.indexOf('#');
        String master = hash < 0 ? "mymaster" : rest.substring(hash + 1);
        rest = hash < 0 ? rest : rest.substring(0, hash);
        int at = rest.lastIndexOf('@');
        String credentials = at < 0 ? "" : rest.substring(0, at + 1);
        String hosts = rest.substring(at + 1);
        int slash = hosts.indexOf('/');
        String path = slash < 0 ? "" : hosts.substring(slash);
        hosts = slash < 0 ? hosts : hosts.substring(0, slash);
        if (kind == Kind.CLUSTER && path.length() > 1) {
            throw new IllegalArgumentException(
                    "SLUICE_REDIS_URL: a database is not allowed with redis-cluster; a cluster has none but 0");
        }
        String plain = scheme.startsWith("rediss") ? "rediss://" : "redis://";
        List<RedisURI> seeds = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            if (host.isEmpty() || host.startsWith(":")) {
                throw notAUrl();
            }
            seeds.add(uri(plain + credentials + host + path, defaultPort(host, kind), timeout));
        }
        if (master.isEmpty() || (kind == Kind.STANDALONE && seeds.size() > 1)) {
            throw notAUrl();
        }
        return new RedisAddress(kind, seeds.get(0), seeds, master);
    }

    private static String defaultPort(String host, Kind kind) {
        boolean given = host.matches(".*:\\d+") && (!host.startsWith("[") || host.matches(".*\\]:\\d+"));
        return given ? "" : ":" + (kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT);
    }

    private static RedisURI uri(String url, String port, Duration timeout) {
        try {
            int slash = url.indexOf('/', url.indexOf("://") + 3);
            String whole = slash < 0 ? url + port : url.substring(0, slash) + port + url.substring(slash);
            RedisURI uri = RedisURI.create(whole);
            if (uri.getHost() == null || uri.getHost().isEmpty()) {
                throw notAUrl();
            }
            uri.setTimeout(timeout);
            return uri;
        } catch (IllegalArgumentException e) {
            throw notAUrl();
        }
    }

    /** Without a cause: that would quote the password. */
    private static IllegalArgumentException notAUrl() {
        return new IllegalArgumentException("SLUICE_REDIS_URL: not a URL; " + FORMS);
    }

    Kind kind() {
        return kind;
    }

    /** The one Redis, the Sentinels, or some nodes of the cluster. */
    List<RedisURI> seeds() {
        return seeds;
    }

    /** What the Sentinels call the master. */
    String masterName() {
        return masterName;
    }

    /** A node that the topology named, with our credentials. */
    RedisURI node(String host, int port) {
        RedisURI uri = RedisURI.create(host, port);
        uri.applyAuthentication(template);
        uri.applySsl(template);
        uri.setDatabase(template.getDatabase());
        uri.setTimeout(template.getTimeout());
        return uri;
    }

    /** The Sentinels, without the credentials: those are of the Redis behind them. */
    List<RedisURI> sentinels() {
        return seeds.stream()
                .map(seed -> {
                    RedisURI uri = RedisURI.create(seed.getHost(), seed.getPort());
                    uri.applySsl(seed);
                    uri.setTimeout(seed.getTimeout());
                    return uri;
                })
                .toList();
    }

    /** Hosts and ports, for people. */
    @Override
    public String toString() {
        String hosts =
                seeds.stream().map(uri -> uri.getHost() + ":" + uri.getPort()).collect(Collectors.joining(","));
        return switch (kind) {
            case STANDALONE -> hosts;
            case SENTINEL -> hosts + " (Sentinel, master " + masterName + ")";
            case CLUSTER -> hosts + " (Cluster)";
        };
    }
}
