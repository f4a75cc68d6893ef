import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';

/** Lines of this suite carry this name in the ledger. */
const SUITE = 'TypeScript';
const LEDGER = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', 'target', 'proofs.tsv');

/** Where the browser tests are; they are a run of their own. */
const BROWSER = 'e2e/';

/**
 * Writes how each test that was made with `proves` ended to `target/proofs.tsv`. Component and browser tests are two
 * runs: each replaces its own lines and keeps those of the other.
 */
export default class ProofReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) =>
        (test.meta().proves ?? []).map((row) =>
          [row, SUITE, `${module.relativeModuleId}: ${test.name}`, test.result().state]
            .map((field) => field.replace(/\s+/g, ' '))
            .join('\t'),
        ),
      ),
    );
    const browser = modules.some((module) => module.relativeModuleId.startsWith(BROWSER));
    const kept = existing().filter((line) => (line.split('\t')[2] ?? '').startsWith(BROWSER) !== browser);
    mkdirSync(dirname(LEDGER), { recursive: true });
    writeFileSync(LEDGER, [...kept, ...lines].map((line) => `${line}\n`).join(''));
  }
}

function existing(): string[] {
  return existsSync(LEDGER) ? readFileSync(LEDGER, 'utf8').split('\n').filter(Boolean) : [];
}
