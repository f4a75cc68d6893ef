package dev.sluice.server.store;

final class InMemoryNodesTest extends NodesContract {

    private final InMemoryNodes nodes = new InMemoryNodes(Samples.CLOCK);

    @Override
    protected NodeChannel channel(String node) {
        return nodes.channel(node);
    }

    @Override
    protected NodeRegistry registry() {
        return nodes.registry();
    }
}
