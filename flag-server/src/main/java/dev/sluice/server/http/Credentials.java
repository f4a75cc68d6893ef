package dev.sluice.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.server.access.Passwords;
import dev.sluice.server.json.Fields;
import dev.sluice.server.json.Violations;
import org.jspecify.annotations.Nullable;

/**
 * What somebody signs in with, or wants to sign in with from now on. No text of an error repeats any of it.
 *
 * @param link the token of a one-time link, or null
 * @param user a user's name; empty with a link
 * @param current the password until now; empty if none was given
 * @param password the password; empty with a link
 */
record Credentials(@Nullable String link, String user, String current, String password) {
    private static final int LONGEST = 200;
    private static final String LINK_OR_PASSWORD = "the token of a one-time link, or user and password";

    /** Reads {@code {"link"}} or {@code {"user", "password"}}; throws unless it is one of them. */
    static Credentials read(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String link = secret(fields, "link");
        String user = fields.text("user", LONGEST);
        String password = secret(fields, "password");
        fields.refuseOthers();
        boolean byPassword = user != null && password != null;
        if ((link != null) == byPassword && out.isEmpty()) {
            out.missing("/link", LINK_OR_PASSWORD);
        }
        if (link != null && !byPassword && (user != null || password != null) && out.isEmpty()) {
            out.refuse("/link", "a link beside a user or password", LINK_OR_PASSWORD);
        }
        out.throwIfAny();
        return new Credentials(link, user == null ? "" : user, "", password == null ? "" : password);
    }

    /** Reads {@code {"current"?, "password"}}; throws unless it is right. */
    static Credentials change(JsonNode body) {
        Violations out = new Violations();
        Fields fields = Fields.ofBody(body, out);
        String current = secret(fields, "current");
        String password = secret(fields, "password");
        fields.refuseOthers();
        String expected = "a text of " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters";
        if (password == null && out.isEmpty()) {
            out.missing("/password", expected);
        } else if (password != null && password.length() < Passwords.SHORTEST) {
            out.refuse("/password", "a text of " + password.length(), expected);
        }
        out.throwIfAny();
        return new Credentials(null, "", current == null ? "" : current, password == null ? "" : password);
    }

    private static @Nullable String secret(Fields fields, String name) {
        JsonNode value = fields.raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            fields.out().refuse(fields.pointer(name), "what was given", "a text of at most " + LONGEST + " characters");
            return null;
        }
        return value.textValue();
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
