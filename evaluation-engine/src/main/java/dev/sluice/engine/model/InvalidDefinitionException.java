package dev.sluice.engine.model;

/** A definition contradicts itself or the rules of its form; the message says what was given and what is allowed. */
public final class InvalidDefinitionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidDefinitionException(String message) {
        super(message);
    }
}
