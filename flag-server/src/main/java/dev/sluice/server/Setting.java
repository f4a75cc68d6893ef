package dev.sluice.server;

import java.util.Arrays;
import java.util.Optional;

/** Every setting there is: its name in the environment or the file, its default, and whether its value may be shown. */
enum Setting {
    HTTP_HOST("127.0.0.1"),
    HTTP_PORT("7770"),
    MANAGEMENT_HOST("127.0.0.1"),
    MANAGEMENT_PORT("7771"),
    PUBLIC_URL(""),
    TLS_CERT(""),
    TLS_KEY(""),
    REDIS_CA(""),
    DATA("./data"),
    REDIS_URL("", true),
    REDIS_WAIT("majority"),
    SECRET("", true),
    SECRET_FILE(""),
    ADMIN_TOKEN("", true),
    SDK_KEY("", true),
    CLIENT_KEY("", true),
    DEMO("off"),
    STREAMS_MAX("0"),
    STREAMS_PER_SECOND("2000"),
    DRAIN_WAIT_SECONDS("5"),
    OVERRIDES(""),
    NOTIFY_URL("", true, false),
    GEO_DB(""),
    TRUSTED_PROXIES(""),
    REQUESTS_PER_SECOND("500");

    private static final String PREFIX = "SLUICE_";

    private final String byDefault;
    private final boolean secret;
    private final boolean effective;

    Setting(String byDefault) {
        this(byDefault, false);
    }

    Setting(String byDefault, boolean secret) {
        this(byDefault, secret, true);
    }

    Setting(String byDefault, boolean secret, boolean effective) {
        this.byDefault = byDefault;
        this.secret = secret;
        this.effective = effective;
    }

    String variable() {
        return PREFIX + name();
    }

    String byDefault() {
        return byDefault;
    }

    /** Whether a value may hold a secret, as a URL with a password does. */
    boolean secret() {
        return secret;
    }

    /** Whether this version does anything with it. */
    boolean effective() {
        return effective;
    }

    static Optional<Setting> named(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }

    static boolean looksLikeOne(String variable) {
        return variable.startsWith(PREFIX);
    }
}
