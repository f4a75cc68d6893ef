package dev.sluice.server.fleet;

import dev.sluice.server.store.EnvironmentId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one program that came to nothing, all for the same reason. Holds nothing of a credential.
 *
 * @param trouble the reason
 * @param environment whose key it was, or null if the key is nobody's
 * @param key the id of that key, or null
 * @param application what the program calls itself, or where its page comes from; {@code unnamed} if it does not say
 * @param sdk what the SDK calls itself
 * @param address where it called from, empty if that is not known
 * @param node who was called
 * @param firstAt the first of these calls
 * @param lastAt the last of them
 * @param count how many they are
 */
public record Attempt(
        Trouble trouble,
        @Nullable EnvironmentId environment,
        @Nullable String key,
        String application,
        String sdk,
        String address,
        String node,
        Instant firstAt,
        Instant lastAt,
        long count) {

    /** Why a call came to nothing. */
    public enum Trouble {
        /** It came with no credentials at all. */
        NO_KEY("no-key", "it came without a key; expected the header Authorization: Bearer <key>"),
        /** What it came with begins like one of our keys and is not a whole one. */
        BROKEN_KEY("broken-key", "its key is not whole: a digit is wrong or missing; expected the key as it was shown"),
        /** Its key was revoked, has ended, or is of another server. */
        UNKNOWN_KEY("unknown-key", "no project here knows its key: it was revoked, has ended, or is of another server"),
        /** It came with a client key where rules are given out. */
        CLIENT_KEY("client-key", "it came with a client key, which gets decisions but no rules; expected an SDK key"),
        /** It came with what opens other doors. */
        NOT_A_KEY("not-a-key", "it came with a token of the REST API; expected a key of an environment"),
        /** The node holds as many streams as it may. */
        NO_ROOM("no-room", "the node holds as many streams as it may, and told it to come back later"),
        /** It hung up on a stream of which it never acknowledged anything. */
        UNHEARD_STREAM(
                "unheard-stream",
                "it gave up a stream without having acknowledged anything: something on the way may hold the events back");

        private final String word;
        private final String words;

        Trouble(String word, String words) {
            this.word = word;
            this.words = words;
        }

        /** Its name in JSON. */
        public String word() {
            return word;
        }

        /** It in a sentence about the program. */
        public String words() {
            return words;
        }
    }

    /** The same with one call more. */
    Attempt again(Instant at) {
        return new Attempt(trouble, environment, key, application, sdk, address, node, firstAt, at, count + 1);
    }
}
