package dev.sluice.sdk;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client is told when it is made. Immutable; {@link #toString} never shows the key. */
public final class FlagClientOptions {

    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    private static final int MOST_NAME = 100;

    private final URI server;
    private final String sdkKey;
    private final Duration startTimeout;
    private final String application;
    private final GeoOption geo;
    private final boolean reports;
    private final @Nullable Path diskCopy;
    private final @Nullable String bootstrap;

    private FlagClientOptions(Builder builder) {
        this.server = builder.server;
        this.sdkKey = builder.sdkKey;
        this.startTimeout = builder.startTimeout;
        this.application = builder.application;
        this.geo = builder.geo;
        this.reports = builder.reports;
        this.diskCopy = builder.diskCopy;
        this.bootstrap = builder.bootstrap;
    }

    /**
     * Options with everything as usual but these two.
     *
     * @param server the flag server's address, {@code http} or {@code https}, a path allowed; without user, query or
     *     fragment
     * @param sdkKey an SDK key of the environment to follow
     * @throws IllegalArgumentException when either cannot be one; the message does not show the key
     */
    public static Builder builder(URI server, String sdkKey) {
        return new Builder(Builder.checkedServer(server), Builder.checkedKey(sdkKey));
    }

    /** Those of a client that follows a file. */
    static FlagClientOptions ofFile(Path file) {
        return new Builder(file.toUri(), "")
                .application("file", "0")
                .geo(GeoOption.off())
                .reports(false)
                .build();
    }

    URI server() {
        return server;
    }

    String sdkKey() {
        return sdkKey;
    }

    Duration startTimeout() {
        return startTimeout;
    }

    String application() {
        return application;
    }

    GeoOption geo() {
        return geo;
    }

    boolean reports() {
        return reports;
    }

    @Nullable
    Path diskCopy() {
        return diskCopy;
    }

    @Nullable
    String bootstrap() {
        return bootstrap;
    }

    @Override
    public String toString() {
        return "FlagClientOptions[server=" + server + ", application=" + application + ", startTimeout=" + startTimeout
                + ", geo=" + geo + ", reports=" + reports + ", diskCopy=" + diskCopy + ", bootstrap=" + bootstrap + "]";
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private final URI server;
        private final String sdkKey;
        private Duration startTimeout = Duration.ofSeconds(5);
        private String application = "unnamed/0";
        private GeoOption geo = GeoOption.auto();
        private boolean reports = true;
        private @Nullable Path diskCopy;
        private @Nullable String bootstrap;

        private Builder(URI server, String sdkKey) {
            this.server = server;
            this.sdkKey = sdkKey;
        }

        /**
         * How long {@link FlagClient#connect(FlagClientOptions)} waits for the first flags; 5 seconds unless told.
         *
         * @param timeout from zero to 10 minutes
         */
        public Builder startTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.compareTo(LONGEST_START) > 0) {
                throw new IllegalArgumentException(
                        "The start timeout is " + timeout + "; it must be between zero and " + LONGEST_START);
            }
            this.startTimeout = timeout;
            return this;
        }

        /**
         * What the fleet view calls this program.
         *
         * @param name printable ASCII without slashes, up to 100 characters
         * @param version likewise
         */
        public Builder application(String name, String version) {
            this.application = checkedName("application name", name) + "/" + checkedName("version", version);
            return this;
        }

        /** Where the geographic database comes from; {@link GeoOption#auto()} unless told. */
        public Builder geo(GeoOption option) {
            this.geo = option;
            return this;
        }

        /**
         * Whether the client counts what was decided, and reports it to its server; true unless told. Counts say how often a flag
         * gave what and why; who asked, and with what, never leaves this process.
         */
        public Builder reports(boolean wanted) {
            this.reports = wanted;
            return this;
        }

        /**
         * Where the client keeps a copy of the flags for the next start of this program; nowhere unless told. A start without a
         * server then decides by what was known last, and says STALE.
         *
         * @param folder made when it is missing; its files can be read by their owner only, and hold rules, but never the SDK key. A
         *     folder that cannot be written to costs a warning, and the copy
         */
        public Builder diskCopy(Path folder) {
            this.diskCopy = folder.toAbsolutePath();
            return this;
        }

        /**
         * A resource on the class path with flags for a start without a server and without a copy on disk; none unless told. The
         * newest of all sources decides, so it must be of the environment that the SDK key is for.
         *
         * @param resource its name, such as {@code flags.json}; it holds what {@code GET /sdk/v1/snapshot} answers
         */
        public Builder bootstrap(String resource) {
            if (resource.isBlank() || resource.startsWith("/")) {
                throw new IllegalArgumentException("The bootstrap resource is '" + resource
                        + "'; expected a name such as flags.json, without a slash before it");
            }
            this.bootstrap = resource;
            return this;
        }

        /** The options. */
        public FlagClientOptions build() {
            return new FlagClientOptions(this);
        }

        private static URI checkedServer(URI server) {
            String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
            if (!Set.of("http", "https").contains(scheme) || server.getHost() == null) {
                throw new IllegalArgumentException("The server address " + withoutUser(server)
                        + " is not one: expected http://host:port or https://host:port");
            }
            if (server.getRawUserInfo() != null || server.getRawQuery() != null || server.getRawFragment() != null) {
                throw new IllegalArgumentException("The server address " + withoutUser(server)
                        + " has a user, a query or a fragment; it must have none, the SDK key is given apart");
            }
            return server;
        }

        private static String withoutUser(URI server) {
            return server.getHost() == null ? "without a host" : server.getScheme() + "://" + server.getHost();
        }

        private static String checkedKey(String sdkKey) {
            if (sdkKey.isEmpty() || !sdkKey.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
                throw new IllegalArgumentException("The SDK key has " + sdkKey.length()
                        + " characters, and must have at least one, all of them printable ASCII without spaces");
            }
            return sdkKey;
        }

        private static String checkedName(String what, String given) {
            if (given.isBlank()
                    || given.length() > MOST_NAME
                    || !given.chars().allMatch(c -> c >= 0x20 && c < 0x7F && c != '/')) {
                throw new IllegalArgumentException("The " + what + " '" + given + "' must have 1 to " + MOST_NAME
                        + " characters of printable ASCII, without slashes");
            }
            return given;
        }
    }
}
