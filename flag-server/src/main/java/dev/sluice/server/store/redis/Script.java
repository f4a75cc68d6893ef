package dev.sluice.server.store.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script of this package: called by its digest, sent whole only to a server that does not know it. Immutable. */
final class Script {

    private final byte[] text;
    private final String digest;
    private final ScriptOutputType output;

    private Script(byte[] text, ScriptOutputType output) {
        this.text = text;
        this.output = output;
        try {
            this.digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    static Script named(String name, ScriptOutputType output) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the script " + name + " is missing in the jar");
            }
            return new Script(in.readAllBytes(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("the script " + name + " can't be read", e);
        }
    }

    /** Calls it; a Redis that does not know it is taught, and asked again. */
    <T> CompletionStage<T> call(RedisAsyncCommands<byte[], byte[]> redis, byte[][] keys, byte[][] arguments) {
        return redis.<T>evalsha(digest, output, keys, arguments)
                .handle((answer, error) -> {
                    if (error == null) {
                        return CompletableFuture.completedStage(answer);
                    }
                    Throwable cause =
                            error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                    return cause instanceof RedisNoScriptException
                            ? redis.scriptLoad(text).<T>thenApply(loaded -> {
                                throw new RedisLink.AgainException("the script had to be loaded first");
                            })
                            : CompletableFuture.<T>failedStage(cause);
                })
                .thenCompose(stage -> stage);
    }
}
