package dev.sluice.server.access;

import dev.sluice.server.store.EnvironmentId;
import dev.sluice.server.store.ProjectState;
import dev.sluice.server.store.Workspace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The one secret that stands in a URL, for browsers can send no header with a stream: good for 15 minutes, on one
 * environment, for hearing that something has changed and nothing else, and only as long as the key that it was given to.
 *
 * <p>A token tells nobody what it says: it is sealed under the server's secret with a random nonce. So every node knows the
 * tokens of every other, and none is stored.
 */
public final class StreamTokens {
    /** The name of the query parameter. */
    static final String PARAMETER = "token";

    /** How long a token opens a stream. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final String PREFIX = "slc_stream_";
    private static final int LONGEST = 500;

    private final Workspace workspace;
    private final AccessConfig config;

    /** Tokens of the keys in this workspace. */
    public StreamTokens(Workspace workspace, AccessConfig config) {
        this.workspace = workspace;
        this.config = config;
    }

    /** The query of a stream's URL for who came with a key. */
    public String query(Caller caller) {
        byte[] said = (caller.keyId() + " " + caller.keyEnvironment().project()).getBytes(StandardCharsets.UTF_8);
        long until = config.clock().instant().plus(LIFE).getEpochSecond();
        byte[] open = ByteBuffer.allocate(Long.BYTES + said.length)
                .putLong(until)
                .put(said)
                .array();
        return PARAMETER + "=" + PREFIX
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Sealed.seal(config.streamTokenKey(), open));
    }

    /** Who comes with this token, or empty if it is none, too old, or its key is gone. */
    Optional<Caller> read(String token) {
        if (!token.startsWith(PREFIX) || token.length() > LONGEST) {
            return Optional.empty();
        }
        ByteBuffer open;
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            open = ByteBuffer.wrap(Sealed.open(config.streamTokenKey(), sealed));
        } catch (RuntimeException forged) {
            return Optional.empty();
        }
        Instant until = Instant.ofEpochSecond(open.getLong());
        String[] said = StandardCharsets.UTF_8.decode(open).toString().split(" ", 2);
        ProjectState project = workspace.project(said[1]);
        if (project == null || !config.clock().instant().isBefore(until)) {
            return Optional.empty();
        }
        return KeyDocument.find(project, said[0])
                .filter(key -> key.isGood(config.clock().instant()))
                .map(key -> Caller.stream(key.kind(), key.id(), new EnvironmentId(project.key(), key.environment())));
    }
}
