package dev.sluice.shop.run;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Looks from outside whether the flag server's Redis answers. */
public final class RedisProbe {
    private static final int WITHIN_MILLIS = 300;

    private final Surroundings where;

    public RedisProbe(Surroundings where) {
        this.where = where;
    }

    /**
     * Whether a Redis answers that is another process than this one. "Who are you?" (NOAUTH) is an answer as well: only a
     * Redis that has loaded its data gives it.
     */
    public boolean anotherAnswers(long pid) {
        try {
            JsonObject redis =
                    new JsonObject(Files.readString(where.serverFile())).getJsonObject("redis", new JsonObject());
            if (redis.getLong("pid", pid) == pid) {
                return false;
            }
            return answers(redis.getInteger("port", 0));
        } catch (IOException | DecodeException e) {
            return false;
        }
    }

    private static boolean answers(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), WITHIN_MILLIS);
            socket.setSoTimeout(WITHIN_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return answer != null && (answer.startsWith("+PONG") || answer.startsWith("-NOAUTH"));
        }
    }
}
