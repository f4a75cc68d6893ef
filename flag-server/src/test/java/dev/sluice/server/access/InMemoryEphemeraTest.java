package dev.sluice.server.access;

import dev.sluice.server.store.Ephemera;
import dev.sluice.server.store.EphemeraContract;

final class InMemoryEphemeraTest extends EphemeraContract {

    private final InMemoryEphemera ephemera = new InMemoryEphemera(new TestClock());

    @Override
    protected Ephemera ephemera() {
        return ephemera;
    }
}
