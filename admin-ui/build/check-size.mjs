// The page must come fast on a bad line at 2 a.m.: fails the build if what the first page loads is above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KIB = 250;
const FIRST_PAGE = /^now-page-[\w-]+\.js$/;
const root = join('target', 'classes', 'webroot');
const assets = join(root, 'assets');

const entries = [...readFileSync(join(root, 'index.html'), 'utf8').matchAll(/src="\/assets\/([^"]+\.js)"/g)];
const first = readdirSync(assets).filter((name) => FIRST_PAGE.test(name));
if (entries.length === 0 || first.length !== 1) {
  process.stderr.write(`${root} has no page to measure: expected a script in index.html and one ${FIRST_PAGE}.\n`);
  process.exit(1);
}

/** With all that these import at once; what is imported later, import("..."), does not count. */
const loaded = new Set([...entries.map(([, name]) => name), ...first]);
for (const name of loaded) {
  const text = readFileSync(join(assets, name), 'utf8');
  for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
    loaded.add(imported);
  }
}
const bytes = [...loaded].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
const kib = (bytes / 1024).toFixed(1);

if (bytes > BUDGET_KIB * 1024) {
  process.stderr.write(`The first page's JavaScript is ${kib} KiB gzipped; at most ${BUDGET_KIB} KiB are allowed.\n`);
  process.exit(1);
}
process.stdout.write(`admin UI: ${kib} KiB of JavaScript gzipped for the first page (at most ${BUDGET_KIB})\n`);
