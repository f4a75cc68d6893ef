package dev.sluice.swarm;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one answer with a body of declared length, or none, from bytes as they come; counts the body and keeps nothing of it. */
final class Answer {
    private static final Pattern HEADERS = Pattern.compile(
            "(?im)^(?:content-length: *(?<length>\\d+)|etag: *(?<etag>\\S+)|retry-after: *(?<retry>\\d+))");
    private static final int LONGEST_HEAD = 16 * 1024;

    private final StringBuilder head = new StringBuilder();
    private boolean inBody;
    private int status;
    private long left;
    private long bodyBytes;
    private int retryAfterSeconds;
    private @Nullable String etag;

    /** Takes {@code bytes[0, length)}; true when the answer is complete. */
    boolean feed(byte[] bytes, int length) {
        int from = 0;
        while (!inBody && from < length) {
            head.append((char) (bytes[from++] & 0xFF));
            int end = head.length();
            if (end >= 4 && head.charAt(end - 1) == '\n' && head.charAt(end - 3) == '\n') {
                readHead();
            } else if (end > LONGEST_HEAD) {
                throw new IllegalStateException("a head of more than " + LONGEST_HEAD + " bytes");
            }
        }
        left -= length - from;
        return inBody && left <= 0;
    }

    private void readHead() {
        String text = head.toString();
        inBody = true;
        status = Integer.parseInt(text.substring(9, 12));
        Matcher matcher = HEADERS.matcher(text);
        while (matcher.find()) {
            if (matcher.group("length") != null) {
                bodyBytes = Long.parseLong(matcher.group("length"));
            } else if (matcher.group("etag") != null) {
                etag = matcher.group("etag");
            } else {
                retryAfterSeconds = Integer.parseInt(matcher.group("retry"));
            }
        }
        if (status == 304 || status == 204) {
            bodyBytes = 0;
        }
        left = bodyBytes;
    }

    int status() {
        return status;
    }

    /** Length of the body, in bytes. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** 0 if the answer does not say. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** With its quotes; null if the answer has none. */
    @Nullable
    String etag() {
        return etag;
    }

    /** A request in the words of the protocol, with the headers that an SDK sends. */
    static byte[] request(String method, String path, String host, String sdkKey, String instance, String more) {
        return (method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + sdkKey
                        + "\r\nSluice-Instance: " + instance
                        + "\r\nSluice-Application: swarm/1\r\nSluice-Sdk: swarm/0.1.0\r\n" + more + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
