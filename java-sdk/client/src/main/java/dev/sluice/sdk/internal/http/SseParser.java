package dev.sluice.sdk.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Turns the bytes of a {@code text/event-stream} into events, by the rules of the WHATWG HTML standard.
 *
 * <p>It works on bytes, not characters: wherever the network happens to cut, inside a CRLF, a UTF-8 sequence or a field
 * name, the events are the same. All that a stream has not finished by its blank line is discarded with the parser,
 * which is what makes a connection cut in mid-event harmless. One parser serves one stream. Not thread-safe.
 */
public final class SseParser {

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int limit;
    private final Consumer<ServerSentEvent> sink;

    private final Bytes line = new Bytes();
    private final Bytes data = new Bytes();
    private String type = "";
    private String lastEventId = "";
    private boolean identified;
    private long retryMillis = -1;

    private boolean firstLine = true;
    private boolean skipLineFeed;

    /**
     * A parser at the start of a stream.
     *
     * @param limit the most bytes a line, or the data of one event, may have; above 0
     * @param sink takes each event as its blank line arrives
     */
    public SseParser(int limit, Consumer<ServerSentEvent> sink) {
        if (limit <= 0) {
            throw new IllegalArgumentException("The limit of an event is " + limit + " bytes; it must be above 0");
        }
        this.limit = limit;
        this.sink = sink;
    }

    /**
     * Reads what has arrived, to the last byte.
     *
     * @throws EventTooLargeException when a line or an event passes the limit; the stream is of no use after that
     */
    public void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (skipLineFeed) {
                skipLineFeed = false;
                if (next == LF) {
                    continue;
                }
            }
            if (next == LF || next == CR) {
                skipLineFeed = next == CR;
                endLine();
            } else {
                append(line, next);
            }
        }
    }

    /** The reconnection time that the stream asked for by {@code retry}, in milliseconds; negative when it has not. */
    public long retryMillis() {
        return retryMillis;
    }

    private void endLine() {
        int start = 0;
        if (firstLine) {
            firstLine = false;
            start = line.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        }
        if (line.length == start) {
            dispatch();
        } else {
            field(start);
        }
        line.clear();
    }

    private void field(int start) {
        int colon = line.indexOf((byte) ':', start);
        if (colon == start) {
            return; // a comment
        }
        int nameEnd = colon < 0 ? line.length : colon;
        int valueStart = colon < 0 ? line.length : colon + 1;
        if (valueStart < line.length && line.array[valueStart] == ' ') {
            valueStart++;
        }
        switch (line.text(start, nameEnd)) {
            case "data" -> {
                if (data.length + (line.length - valueStart) >= limit) {
                    throw new EventTooLargeException(limit);
                }
                data.append(line.array, valueStart, line.length);
                data.append(LF);
            }
            case "event" -> type = line.text(valueStart, line.length);
            case "id" -> {
                if (line.indexOf((byte) 0, valueStart) < 0) {
                    lastEventId = line.text(valueStart, line.length);
                    identified = true;
                }
            }
            case "retry" -> readRetry(line.text(valueStart, line.length));
            default -> {
                // A field of a later standard: ignored, as the standard says.
            }
        }
    }

    private void readRetry(String digits) {
        if (digits.isEmpty() || digits.length() > 15) {
            return;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return;
            }
        }
        retryMillis = Long.parseLong(digits);
    }

    private void dispatch() {
        String eventType = type.isEmpty() ? "message" : type;
        boolean withId = identified;
        type = "";
        identified = false;
        if (data.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOf(data.array, data.length - 1);
        data.clear();
        sink.accept(new ServerSentEvent(eventType, body, lastEventId, withId));
    }

    private void append(Bytes target, byte next) {
        if (target.length >= limit) {
            throw new EventTooLargeException(limit);
        }
        target.append(next);
    }

    /** A growing array of bytes that gives back its memory after an unusually long line. */
    private static final class Bytes {

        private static final int USUAL = 4096;

        private byte[] array = new byte[USUAL];
        private int length;

        void append(byte next) {
            if (length == array.length) {
                array = Arrays.copyOf(array, grown(length + 1));
            }
            array[length++] = next;
        }

        void append(byte[] from, int start, int end) {
            int size = end - start;
            if (length + size > array.length) {
                array = Arrays.copyOf(array, grown(length + size));
            }
            System.arraycopy(from, start, array, length, size);
            length += size;
        }

        private int grown(int needed) {
            return Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * array.length));
        }

        void clear() {
            length = 0;
            if (array.length > 64 * USUAL) {
                array = new byte[USUAL];
            }
        }

        boolean startsWith(byte[] prefix) {
            return length >= prefix.length && Arrays.equals(array, 0, prefix.length, prefix, 0, prefix.length);
        }

        int indexOf(byte wanted, int from) {
            for (int i = from; i < length; i++) {
                if (array[i] == wanted) {
                    return i;
                }
            }
            return -1;
        }

        String text(int start, int end) {
            return new String(array, start, end - start, StandardCharsets.UTF_8);
        }
    }
}
