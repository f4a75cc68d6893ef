package dev.sluice.engine;

/**
 * The id of a stream event, written {@code <epoch>:<revision>:<hash8>}: what an SDK resumes from.
 *
 * @param hash8 the first 8 hex digits of the environment hash
 */
public record EventId(Epoch epoch, long revision, String hash8) {

    public EventId {
        if (revision < 0) {
            throw new IllegalArgumentException(
                    "event id: revision " + revision + " is not allowed; expected 0 or more");
        }
        if (hash8.length() != 8 || !Hex.isLowerHex(hash8)) {
            throw new IllegalArgumentException(
                    "event id: hash \"" + hash8 + "\" is not allowed; expected 8 lower-case hex digits");
        }
    }

    /** Reads {@code <epoch>:<revision>:<hash8>}; throws {@link IllegalArgumentException} for anything else. */
    public static EventId parse(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException(
                    "event id: \"" + text + "\" is not allowed; expected <epoch>:<revision>:<hash8>");
        }
        return new EventId(
                Epoch.parse(text.substring(0, first)),
                Numerals.parse(text.substring(first + 1, second), "event id: revision"),
                text.substring(second + 1));
    }

    /** Whether this is the id of that very state, as far as 8 digits of its hash tell. */
    public boolean matches(StateId state) {
        return equals(state.eventId());
    }

    @Override
    public String toString() {
        return epoch + ":" + revision + ":" + hash8;
    }
}
