package dev.sluice.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.ValueType;
import dev.sluice.garbage.Allocated;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the benchmarks measure must mean the same in every program, and cost no garbage in ours. */
class WorkloadsTest {
    private static final int CALLS = 20_000;

    private int sink;

    @Test
    void theLimitProgramTheEngineAndTheClientGiveTheSameAnswers() {
        assertThat(SelfCheck.run()).isGreaterThan(50_000);
    }

    @Test
    void noWorkloadAllocatesInTheEngineOrThroughTheClient() {
        Asked.Keys keys = new Asked.Keys();
        Asked.Contexts contexts = new Asked.Contexts();
        Asked.Engine engine = new Asked.Engine();
        Asked.Client client = new Asked.Client();
        Asked.Turn turn = new Asked.Turn();
        try {
            for (String flag : new String[] {keys.w1, keys.w2, keys.w3, keys.w4, Workloads.manyKey(500)}) {
                assertAllocatesNothing(
                        flag + " in the engine",
                        () -> engine.evaluator
                                .decide(engine.snapshot, flag, ValueType.BOOLEAN, contexts.many[turn.user()])
                                .booleanValue(false));
                assertAllocatesNothing(
                        flag + " through the client", () -> client.flags.isOn(flag, contexts.many[turn.user()]));
            }
        } finally {
            client.close();
        }
        assertThat(sink).isPositive();
    }

    private void assertAllocatesNothing(String what, BooleanSupplier call) {
        long least = Allocated.least(() -> run(call));

        assertThat(least)
                .as("bytes that %d calls of %s allocated, in the best of the tries: warming up allocates", CALLS, what)
                .isZero();
    }

    private void run(BooleanSupplier call) {
        for (int i = 0; i < CALLS; i++) {
            sink += call.getAsBoolean() ? 1 : 0;
        }
    }
}
