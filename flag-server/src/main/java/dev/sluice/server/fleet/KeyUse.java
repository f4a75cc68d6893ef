package dev.sluice.server.fleet;

import dev.sluice.server.store.EnvironmentId;
import java.time.Instant;

/**
 * That a program has called with a key that is good.
 *
 * @param key the key's id
 * @param environment the key's environment
 * @param via how it called
 * @param application what the program calls itself, or where its page comes from; {@code unnamed} if it does not say
 * @param sdk what the SDK calls itself
 * @param at its last call, to the second
 */
public record KeyUse(String key, EnvironmentId environment, Via via, String application, String sdk, Instant at) {

    /** How a program gets its decisions. */
    public enum Via {
        /** It gets the rules, and decides by itself. */
        SDK("sdk"),
        /** It asks for decisions. */
        OFREP("ofrep");

        private final String word;

        Via(String word) {
            this.word = word;
        }

        /** Its name in JSON. */
        public String word() {
            return word;
        }
    }
}
