package dev.sluice.engine;

/** A compiled clause. */
interface Condition {

    boolean holds(Context context, Evaluator evaluator);

    /** Whether nothing but the context is asked, nothing that is plugged in: then it does not matter when. */
    boolean readsContextOnly();

    /** Whether all hold. */
    static boolean allHold(Condition[] conditions, Context context, Evaluator evaluator) {
        for (int i = 0; i < conditions.length; i++) {
            if (!conditions[i].holds(context, evaluator)) {
                return false;
            }
        }
        return true;
    }
}
