package dev.sluice.server.store;

final class InMemoryMeasureStoreTest extends MeasureStoreContract {

    private final InMemoryMeasureStore store = new InMemoryMeasureStore();

    @Override
    protected MeasureStore store() {
        return store;
    }
}
