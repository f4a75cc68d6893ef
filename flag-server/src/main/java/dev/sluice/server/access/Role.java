package dev.sluice.server.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do in a place; each role may do everything that the ones before it may. */
public enum Role {
    /** Looks: flags, rules, the fleet. */
    VIEWER,
    /** Prepares: what flags are, and the rules of flags that are disabled. */
    EDITOR,
    /** Decides what is in force: on, off, percentages, the rules of flags that are enabled. */
    RELEASER,
    /** Makes projects, environments and keys, and gives rights. */
    ADMIN;

    /** The role of this name in JSON, or empty. */
    public static Optional<Role> named(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** Its name in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether who has this role may do what the other is needed for. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
