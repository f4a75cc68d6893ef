package dev.sluice.server.store;

import java.util.regex.Pattern;

/** The one form of a key: projects, environments, flags, segments. It keeps slashes, braces and blanks out of names in Redis. */
final class Keys {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Keys() {}

    static boolean allowed(String key) {
        return FORM.matcher(key).matches();
    }

    static String check(String what, String key) {
        if (!allowed(key)) {
            throw new IllegalArgumentException(
                    what + ": \"" + key + "\" is not allowed; expected 1 to 100 of A-Z a-z 0-9 . _ -");
        }
        return key;
    }
}
