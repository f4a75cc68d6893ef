package dev.sluice.server.access;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What authentication needs to know of the server: its secret, the admin token, where it is reached, what time it is.
 * Holds digests, never the secrets themselves; safe to print.
 */
public final class AccessConfig {
    private static final int SHORTEST_SECRET = 16;
    private static final int SHORTEST_TOKEN = 16;
    private static final int NONCE_BYTES = 16;

    private final Digests keys;
    private final Digests apiTokens;
    private final Digests sessions;
    private final Digests links;
    private final Digests csrf;
    private final Digests admin;
    private final Digests answers;
    private final @Nullable String adminDigest;
    private final Supplier<URI> publicUrl;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Tokens tokens;

    private AccessConfig(
            byte[] secret,
            @Nullable String adminToken,
            Supplier<URI> publicUrl,
            InstantSource clock,
            SecureRandom random) {
        this.keys = Digests.of(secret, "keys");
        this.apiTokens = Digests.of(secret, "tokens");
        this.sessions = Digests.of(secret, "sessions");
        this.links = Digests.of(secret, "links");
        this.csrf = Digests.of(secret, "csrf");
        this.admin = Digests.of(secret, "admin token");
        this.answers = Digests.of(secret, "answers");
        this.adminDigest = adminToken == null ? null : admin.of(adminToken);
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.random = random;
        this.tokens = new Tokens(random);
    }

    /**
     * @param secret the root of all peppers ({@code SLUICE_SECRET}), at least 16 characters
     * @param adminToken {@code SLUICE_ADMIN_TOKEN}, at least 16 characters, or null when there is none
     * @param publicUrl where people reach this server; asked late, because a free port is known late
     * @param clock what time it is
     * @param random where new secrets come from
     * @throws IllegalArgumentException naming the variable, never its value
     */
    public static AccessConfig of(
            String secret,
            @Nullable String adminToken,
            Supplier<URI> publicUrl,
            InstantSource clock,
            SecureRandom random) {
        requireLength("SLUICE_SECRET", secret, SHORTEST_SECRET);
        if (adminToken != null) {
            requireLength("SLUICE_ADMIN_TOKEN", adminToken, SHORTEST_TOKEN);
        }
        return new AccessConfig(secret.getBytes(StandardCharsets.UTF_8), adminToken, publicUrl, clock, random);
    }

    /** The digest under which a key is stored and looked up: 64 hex digits. */
    public String keyDigest(String key) {
        return keys.of(key);
    }

    /** The digest under which an API token is stored and looked up: 64 hex digits. */
    public String tokenDigest(String token) {
        return apiTokens.of(token);
    }

    /** 32 bytes under which the answer to a request with this key is kept. */
    public byte[] answerKey(String idempotencyKey) {
        return HexFormat.of().parseHex(answers.of(idempotencyKey));
    }

    /** A new key, to be shown once and then forgotten. */
    public String newKey(KeyKind kind) {
        return tokens.key(kind);
    }

    /** A new API token, to be shown once and then forgotten. */
    public String newToken() {
        return tokens.apiToken();
    }

    /** 16 bytes that nobody has drawn before. */
    public byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    /** Where people reach this server, without a path. */
    public URI publicUrl() {
        return publicUrl.get();
    }

    /** 32 bytes under which the tokens of stream URLs are sealed. */
    byte[] streamTokenKey() {
        return HexFormat.of().parseHex(answers.of("stream tokens"));
    }

    /** What time it is. */
    public InstantSource clock() {
        return clock;
    }

    /**
     * Checks a key of this kind that comes from the environment rather than from us.
     *
     * @throws IllegalArgumentException naming the variable, never its value
     */
    public static void requireUsableKey(String variable, KeyKind kind, String key) {
        requireLength(variable, key, SHORTEST_TOKEN);
        if (key.startsWith("slc_") && !Tokens.isKey(kind, key)) {
            throw new IllegalArgumentException(variable + " begins like one of our keys but is not a whole one of kind "
                    + kind.word() + "; expected " + kind.prefix() + "… as it was shown");
        }
    }

    boolean isAdminToken(String token) {
        return adminDigest != null && Digests.same(adminDigest, admin.of(token));
    }

    Digests sessions() {
        return sessions;
    }

    Digests links() {
        return links;
    }

    Digests csrf() {
        return csrf;
    }

    SecureRandom random() {
        return random;
    }

    Tokens tokens() {
        return tokens;
    }

    @Override
    public String toString() {
        return "AccessConfig[adminToken=" + (adminDigest == null ? "none" : "set") + "]";
    }

    private static void requireLength(String variable, String value, int least) {
        if (value.length() < least) {
            throw new IllegalArgumentException(
                    variable + " has " + value.length() + " characters; expected at least " + least);
        }
    }
}
