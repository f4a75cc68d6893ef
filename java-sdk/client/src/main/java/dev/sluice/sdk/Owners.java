package dev.sluice.sdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which threads have a column of cells to themselves, where they may write without asking anybody: an atomic addition costs as much as
 * a whole decision.
 *
 * <p>A thread asks for the column that its number points to, and has it until it ends: nobody can take it away, since nobody else could
 * know when an addition is over. Who takes a column from a thread that has ended sees all that it wrote there (Java Language
 * Specification 17.4.5: what a thread did comes before another one's finding out that it is not alive). Thread-safe.
 */
final class Owners {

    /** How many columns there are; a power of two. Threads for whom none is left share their cells with others. */
    static final int COLUMNS = 64;

    private static final Thread[] OWNERS = new Thread[COLUMNS];
    private static final VarHandle OWNER = MethodHandles.arrayElementVarHandle(Thread[].class);

    private Owners() {}

    /** The only column that a thread may own. */
    static int column(Thread self) {
        return (int) self.getId() & (COLUMNS - 1);
    }

    /** Whether the calling thread owns a column. Read without order: only the thread itself ever puts itself there. */
    static boolean owns(Thread self, int column) {
        return OWNERS[column] == self;
    }

    /** Makes the calling thread the owner of its column, if nobody is who still lives. */
    static void claim(Thread self) {
        int column = column(self);
        Thread owner = (Thread) OWNER.getVolatile(OWNERS, column);
        if (owner == null || !owner.isAlive()) {
            OWNER.compareAndSet(OWNERS, column, owner, self);
        }
    }

    /** Lets go of threads that have ended. */
    static void forgetTheDead() {
        for (int column = 0; column < COLUMNS; column++) {
            Thread owner = (Thread) OWNER.getVolatile(OWNERS, column);
            if (owner != null && !owner.isAlive()) {
                OWNER.compareAndSet(OWNERS, column, owner, null);
            }
        }
    }
}
