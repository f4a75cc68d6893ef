import { type TestFunction, test } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Rows of the proof ledger that the test proves. */
    proves?: readonly string[];
  }
}

const ROW = /^(F(0[1-9]|[1-7]\d|80)|S(0[1-9]|[12]\d|30))$/;

/** A test that proves rows of the ledger (F01 to F80, S01 to S30): the twin of `@Proves` on a Java test. */
export function proves(rows: string | readonly string[], name: string, body: TestFunction): void {
  const claimed = typeof rows === 'string' ? [rows] : rows;
  for (const row of claimed) {
    if (!ROW.test(row)) {
      throw new Error(`"${row}" is no row of the ledger; expected F01 to F80 or S01 to S30`);
    }
  }
  test(name, { meta: { proves: claimed } }, body);
}
