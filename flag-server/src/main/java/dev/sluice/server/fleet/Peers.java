package dev.sluice.server.fleet;

import dev.sluice.engine.StateId;
import dev.sluice.server.store.EnvironmentId;

/** What concerns other nodes of what happens on this one. Called on any thread, never inside of a monitor. */
interface Peers {

    /** A node without others. */
    Peers NONE = new Peers() {
        @Override
        public void arrived(EnvironmentId environment, String instance) {}

        @Override
        public void goodbye(EnvironmentId environment, String instance) {}

        @Override
        public void foreign(EnvironmentId environment, Ack ack) {}

        @Override
        public void published(EnvironmentId environment, StateId state) {}
    };

    /** A named instance has become connected here. */
    void arrived(EnvironmentId environment, String instance);

    /** An instance has said goodbye here. */
    void goodbye(EnvironmentId environment, String instance);

    /** An acknowledgement for a session that is not here. */
    void foreign(EnvironmentId environment, Ack ack);

    /** A new state is in this node's memory. */
    void published(EnvironmentId environment, StateId state);
}
