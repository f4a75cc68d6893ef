package dev.sluice.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One measurement; starts what it needs and ends it. */
interface Part {

    /**
     * Measures.
     *
     * @param result takes the figures as they come, so that those of a part that fails half-way are kept
     */
    void run(ObjectNode result) throws Exception;
}
