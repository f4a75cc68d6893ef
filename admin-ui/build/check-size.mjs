// The page must come fast on a bad line at 2 a.m.: fails the build above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KIB = 250;
const assets = join('target', 'classes', 'webroot', 'assets');

const bytes = readdirSync(assets)
  .filter((name) => name.endsWith('.js'))
  .reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
const kib = (bytes / 1024).toFixed(1);

if (bytes > BUDGET_KIB * 1024) {
  process.stderr.write(`The page's JavaScript is ${kib} KiB gzipped; at most ${BUDGET_KIB} KiB are allowed.\n`);
  process.exit(1);
}
process.stdout.write(`admin UI: ${kib} KiB of JavaScript gzipped (at most ${BUDGET_KIB})\n`);
