package dev.sluice.engine;

/** A compiled serve. */
interface Outcome {
    Decision decide(Context context, Evaluator evaluator);
}
