package dev.sluice.server;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Unguessable names of 22 letters and digits: sessions, epochs, writes. Thread-safe. */
final class RandomNames implements Supplier<String> {

    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 22;

    private final SecureRandom random;

    RandomNames(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String get() {
        var name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }
}
