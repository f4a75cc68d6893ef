package dev.sluice.server.access;

import dev.sluice.server.access.Caller.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/** What a key is for, and so how it begins. */
public enum KeyKind {
    /** A server's SDK: the rules of an environment, and all its flags by OFREP. */
    SDK("sdk", Kind.SDK_KEY),
    /** A program in its users' hands: by OFREP, what flags that are made visible to clients decide. Not a secret to keep. */
    CLIENT("client", Kind.CLIENT_KEY);

    private final String word;
    private final Kind caller;

    KeyKind(String word, Kind caller) {
        this.word = word;
        this.caller = caller;
    }

    /** The kind of this name in JSON, or empty. */
    public static Optional<KeyKind> named(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    /** Its name in JSON. */
    public String word() {
        return word;
    }

    /** How every key of this kind begins. */
    public String prefix() {
        return "slc_" + word + "_";
    }

    /** What kind of key this caller has, or came by a token of. */
    public static KeyKind of(Caller caller) {
        return caller.kind() == Kind.CLIENT_KEY || caller.kind() == Kind.CLIENT_STREAM ? CLIENT : SDK;
    }

    /** What a caller with such a key is. */
    Kind caller() {
        return caller;
    }
}
