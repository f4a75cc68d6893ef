package dev.sluice.swarm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one answer that is an event stream, from bytes as they come: its head, the chunks around the body, the lines of the events. Holds
 * no more than a line that is not whole yet, and of lines that nobody asks for not even that. Owned by one thread.
 */
final class EventDecoder {
    private static final int LONGEST_LINE = 4 * 1024;
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final byte[] NOTHING = {};
    private static final Kind[] KINDS = Kind.values();
    private static final Pattern RETRY_AFTER = Pattern.compile("(?im)^retry-after: *(\\d+)");

    /** What the events of a stream are called. */
    enum Kind {
        HELLO("hello"),
        SNAPSHOT("snapshot"),
        DELTA("delta"),
        REFETCH("refetch"),
        HEARTBEAT("heartbeat"),
        BYE("bye"),
        OTHER("");

        private final String onTheWire;

        Kind(String onTheWire) {
            this.onTheWire = onTheWire;
        }

        /** Whether what they say is always kept, beyond their revision. */
        boolean isShort() {
            return this == HELLO || this == REFETCH || this == BYE;
        }
    }

    /** Is told what was read, on the thread that feeds. */
    interface Listener {
        /** Whether what events of this kind say is wanted, as far as it is no longer than a few kilobytes. */
        boolean reads(Kind kind);

        /** The answer began. */
        void answered(int status, int retryAfterSeconds);

        /**
         * An event is complete.
         *
         * @param id the event id, empty if it has none
         * @param data what it says, empty unless the kind is read
         * @param bytes its length, with names and line ends
         */
        void event(Kind kind, String id, long revision, String data, int bytes);
    }

    private enum State {
        HEAD,
        CHUNK_SIZE,
        CHUNK,
        AFTER_CHUNK
    }

    private final Listener listener;
    private State state = State.HEAD;
    private int left;
    private byte[] kept = NOTHING;
    private int keptLength;
    private boolean skipping;
    private Kind kind = Kind.OTHER;
    private byte[] id = NOTHING;
    private String data = "";
    private int eventBytes;

    EventDecoder(Listener listener) {
        this.listener = listener;
    }

    /** Takes {@code bytes[from, to)}. */
    void feed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            switch (state) {
                case HEAD -> at = head(bytes, at, to);
                case CHUNK_SIZE -> at = chunkSize(bytes, at, to);
                case CHUNK -> {
                    int end = Math.min(to, at + left);
                    lines(bytes, at, end);
                    left -= end - at;
                    at = end;
                    if (left == 0) {
                        state = State.AFTER_CHUNK;
                    }
                }
                case AFTER_CHUNK -> {
                    if (bytes[at++] == '\n') {
                        state = State.CHUNK_SIZE;
                    }
                }
            }
        }
    }

    private int head(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n' && endsHead(bytes, from, at)) {
                keep(bytes, from, at);
                String head = new String(kept, 0, keptLength, StandardCharsets.ISO_8859_1);
                forget();
                state = State.CHUNK_SIZE;
                Matcher retry = RETRY_AFTER.matcher(head);
                listener.answered(
                        Integer.parseInt(head.substring(9, 12)), retry.find() ? Integer.parseInt(retry.group(1)) : 0);
                return at + 1;
            }
        }
        keep(bytes, from, to);
        if (keptLength > LONGEST_HEAD) {
            throw new IllegalStateException("a head of more than " + LONGEST_HEAD + " bytes");
        }
        return to;
    }

    /** Whether the three bytes before are a line end and the CR of an empty line. */
    private boolean endsHead(byte[] bytes, int from, int at) {
        return before(bytes, from, at, 1) == '\r'
                && before(bytes, from, at, 2) == '\n'
                && before(bytes, from, at, 3) == '\r';
    }

    private byte before(byte[] bytes, int from, int at, int distance) {
        int index = at - distance;
        if (index >= from) {
            return bytes[index];
        }
        int inKept = keptLength - (from - index);
        return inKept >= 0 ? kept[inKept] : 0;
    }

    private int chunkSize(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                state = State.CHUNK;
                return at + 1;
            }
            int digit = Character.digit(bytes[at], 16);
            if (digit >= 0) {
                left = left * 16 + digit;
            }
        }
        return to;
    }

    private void lines(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = at;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            eventBytes += Math.min(to, end + 1) - at;
            if (end == to) {
                begun(bytes, at, to);
                return;
            }
            if (skipping) {
                skipping = false;
            } else if (keptLength > 0) {
                keep(bytes, at, end);
                line(kept, 0, keptLength);
                forget();
            } else {
                line(bytes, at, end);
            }
            at = end + 1;
        }
    }

    private void begun(byte[] bytes, int from, int to) {
        if (!skipping) {
            keep(bytes, from, to);
            boolean unread = !listener.reads(kind) && starts(kept, 0, keptLength, "data:");
            if (unread || keptLength > LONGEST_LINE) {
                forget();
                skipping = true;
            }
        }
    }

    private void line(byte[] bytes, int from, int to) {
        if (from == to) {
            String text = new String(id, StandardCharsets.US_ASCII);
            listener.event(kind, text, revision(text), data, eventBytes);
            kind = Kind.OTHER;
            id = NOTHING;
            data = "";
            eventBytes = 0;
        } else if (starts(bytes, from, to, "event: ")) {
            kind = kind(bytes, from + 7, to);
        } else if (starts(bytes, from, to, "id: ")) {
            id = Arrays.copyOfRange(bytes, from + 4, to);
        } else if (listener.reads(kind) && starts(bytes, from, to, "data: ")) {
            data = new String(bytes, from + 6, to - from - 6, StandardCharsets.UTF_8);
        }
    }

    private static Kind kind(byte[] bytes, int from, int to) {
        for (Kind each : KINDS) {
            if (each.onTheWire.length() == to - from && starts(bytes, from, to, each.onTheWire)) {
                return each;
            }
        }
        return Kind.OTHER;
    }

    /** The second of the three parts of an event id; 0 if there is none. */
    private static long revision(String id) {
        int first = id.indexOf(':');
        int second = id.indexOf(':', first + 1);
        return second < 0 ? 0 : Long.parseLong(id, first + 1, second, 10);
    }

    private static boolean starts(byte[] bytes, int from, int to, String text) {
        if (to - from < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void keep(byte[] bytes, int from, int to) {
        int length = keptLength + to - from;
        if (length > kept.length) {
            kept = Arrays.copyOf(kept, length);
        }
        System.arraycopy(bytes, from, kept, keptLength, to - from);
        keptLength = length;
    }

    private void forget() {
        kept = NOTHING;
        keptLength = 0;
    }
}
