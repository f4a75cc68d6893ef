// Does only what is needed: installs when the lockfile moved, builds when an input moved.
//   node build/build.mjs          install, build
//   node build/build.mjs test     install, then lint, types and component tests
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = ['index.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'public', 'src'];
const INSTALLED = join('node_modules', '.sluice-lockfile');
const BUILT = join('target', 'webroot.inputs');
const PAGE = join('target', 'classes', 'webroot', 'index.html');

function filesBelow(path) {
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const below = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(below) : [below];
  });
}

function digest(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) {
    hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function npm(...args) {
  const { status, error } = spawnSync('npm', args, { stdio: 'inherit' });
  if (error || status !== 0) {
    process.stderr.write(`npm ${args.join(' ')} failed${error ? `: ${error.message}` : ''}\n`);
    process.exit(1);
  }
}

function isWritten(file, text) {
  return existsSync(file) && readFileSync(file, 'utf8') === text;
}

const lockfile = digest(['package-lock.json']);
if (!isWritten(INSTALLED, lockfile)) {
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  writeFileSync(INSTALLED, lockfile);
}

if (process.argv[2] === 'test') {
  npm('test');
} else {
  const inputs = digest(INPUTS.flatMap((path) => (/\.\w+$/.test(path) ? [path] : filesBelow(path))));
  if (!existsSync(PAGE) || !isWritten(BUILT, inputs)) {
    npm('run', 'build', '--silent');
    mkdirSync('target', { recursive: true });
    writeFileSync(BUILT, inputs);
  }
}
