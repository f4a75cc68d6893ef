package dev.sluice.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.Context;
import dev.sluice.engine.Decision;
import dev.sluice.engine.ErrorCode;
import dev.sluice.engine.Evaluator;
import dev.sluice.engine.GeoLocator;
import dev.sluice.engine.Snapshot;
import dev.sluice.engine.wire.Replica;
import dev.sluice.engine.wire.Writer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * RE2/J calls itself once for each step of an expression, when it compiles and when it searches. An application's threads may have
 * small stacks: what does not fit must stay with the one flag, and never come out of the engine.
 */
class SmallStackTest {
    private static final Evaluator EVALUATOR = Evaluator.of(GeoLocator.none(), buckets -> 0);
    private static final Context CONTEXT = Context.builder().set("text", "aab").build();
    private static final long SMALL_STACK = 160 * 1024;

    @Test
    void anExpressionThatDoesNotFitTheStackOfWhoCompilesHarmsNoOtherFlag()
            throws InterruptedException, ExecutionException {
        compiled(
                "b{0,1000}"); // loads all that is needed: a class that fails to load for lack of stack is lost for good

        Snapshot snapshot = withSmallStack(() -> compiled("b{0,1000}"));

        assertThat(EVALUATOR.decide(snapshot, "other", CONTEXT).variation()).isEqualTo("on");
    }

    @Test
    void anExpressionThatDoesNotFitTheStackOfWhoAsksNeverThrows() throws InterruptedException, ExecutionException {
        Snapshot shallow = compiled("(?:(?:a?){9}){9}");
        Snapshot deep = compiled("(?:(?:a?){99}){24}");

        Decision few = withSmallStack(() -> EVALUATOR.decide(shallow, "f", CONTEXT));
        Decision many = withSmallStack(() -> EVALUATOR.decide(deep, "f", CONTEXT));
        Decision explained =
                withSmallStack(() -> EVALUATOR.explain(deep, "f", CONTEXT).decision());

        assertThat(deep.notUnderstood()).isEmpty();
        assertThat(few.variation()).isEqualTo("on");
        assertThat(List.of(many, explained)) // as the frames of this JVM are small or large
                .allSatisfy(decision -> assertThat(decision.errorCode()).isIn(null, ErrorCode.GENERAL));
    }

    private interface Work<T> {
        T result();
    }

    private static <T> T withSmallStack(Work<T> work) throws InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(work::result);
        Thread thread = new Thread(null, task, "small stack", SMALL_STACK);
        thread.start();
        return task.get();
    }

    private static Snapshot compiled(String expression) {
        Writer writer = new Writer("1.a")
                .flag("f", flag("f", """
                        "rules":[{"id":"r","when":[{"attribute":"text","op":"matches","values":["%s"]}],"serve":{"variation":"on"}}],\
                        "fallthrough":{"variation":"off"}""".formatted(expression)))
                .flag("other", flag("other", "\"fallthrough\":{\"variation\":\"on\"}"));
        writer.commit();
        return Replica.of(writer.snapshot()).snapshot();
    }

    private static String flag(String key, String rest) {
        return """
                {"key":"%s","type":"boolean","version":1,"enabled":true,"variations":{"on":true,"off":false},"offVariation":"off",\
                %s}""".formatted(key, rest);
    }
}
