package dev.sluice.server.store;

final class InMemoryStoreTest extends StoreContract {

    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Store open() {
        return store;
    }

    @Override
    protected void forgetEverything() {
        store.flush();
    }
}
