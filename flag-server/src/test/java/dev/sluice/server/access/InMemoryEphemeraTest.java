package dev.sluice.server.access;

import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.EphemeraContract;
import java.time.Duration;

final class InMemoryEphemeraTest extends EphemeraContract {

    private final InMemoryEphemera ephemera = new InMemoryEphemera(new TestClock());

    @Override
    protected Duration left(String digest) {
        return ephemera.left(digest);
    }

    @Override
    protected Ephemera ephemera() {
        return ephemera;
    }
}
