import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = /\.tsx?$/;
const TEST = /\.test\.tsx?$/;

interface Import {
  from: string;
  to: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, to = '']) => ({
    from: file,
    to: relative(SRC, join(SRC, dirname(file), to))
      .split(sep)
      .join('/'),
  }));
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => SOURCE.test(file) && !TEST.test(file) && !file.startsWith('test/'));
const imports = files.flatMap(importsOf);

/** 0 for shared, 1 for features, 2 for app. */
function layer(file: string): number {
  return ['shared/', 'features/', 'app/'].findIndex((folder) => file.startsWith(folder));
}

function feature(file: string): string | undefined {
  return /^features\/([^/]+)\//.exec(file)?.[1];
}

test('every source file is shared, a feature, or the app', () => {
  expect(files.filter((file) => layer(file) < 0)).toEqual([]);
  expect(imports.length).toBeGreaterThan(50);
});

test('imports point from the app to features to what is shared, never back', () => {
  expect(imports.filter(({ from, to }) => layer(to) > layer(from) || layer(to) < 0)).toEqual([]);
});

test('no feature imports another: the app puts them together', () => {
  const across = imports.filter(({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to));

  expect(across).toEqual([]);
});

test('JSON is read and written in one place, which rounds no number', () => {
  const others = files.filter((file) => /\bJSON\.(parse|stringify)\(/.test(readFileSync(join(SRC, file), 'utf8')));

  expect(others).toEqual(['shared/json.ts']);
});

test('only files in an api folder, one for each endpoint, name a path of the REST API', () => {
  const callers = files.filter((file) =>
    /\b(call|callForVersion|addressOf)\(/.test(readFileSync(join(SRC, file), 'utf8')),
  );

  expect(callers.filter((file) => !/^features\/[^/]+\/api\//.test(file) && file !== 'shared/http.ts')).toEqual([]);
  expect(callers.length).toBeGreaterThan(5);
});
