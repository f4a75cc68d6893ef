package dev.sluice.engine.model;

/** Everyone gets one variation. */
public record Fixed(String variation) implements Serve {

    public Fixed {
        Checks.key("serve: variation", variation);
    }
}
