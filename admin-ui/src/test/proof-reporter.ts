import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** Lines of this suite carry this name in the ledger. */
const SUITE = 'TypeScript';
const MODULE = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Writes how each test that was made with `proves` ended to `target/proofs.tsv`. Component and browser tests are two
 * runs: each keeps a file of its own below `target/proofs`, and the ledger's file is all of them together.
 */
export default class ProofReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], _errors: readonly SerializedError[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) =>
        (test.meta().proves ?? []).map((row) =>
          [row, SUITE, `${module.relativeModuleId}: ${test.name}`, test.result().state]
            .map((field) => field.replace(/\s+/g, ' '))
            .join('\t'),
        ),
      ),
    );
    const run = modules.some((module) => module.relativeModuleId.startsWith('e2e/')) ? 'browser' : 'component';
    const folder = join(MODULE, 'target', 'proofs');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${run}.tsv`), lines.map((line) => `${line}\n`).join(''));
    const all = readdirSync(folder)
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    writeFileSync(join(MODULE, 'target', 'proofs.tsv'), all.join(''));
  }
}
