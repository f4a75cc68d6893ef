// The types of the REST API, from openapi.json; OpenApiFileTest holds that file against the server.
//   node build/api-types.mjs            fails when src/shared/api/openapi.ts is not what openapi.json says
//   node build/api-types.mjs --write    makes it so
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const TYPES = 'src/shared/api/openapi.ts';
const HEAD = '// Made from openapi.json by "npm run types:api"; not to be edited.\n\n';

const description = JSON.parse(readFileSync('openapi.json', 'utf8'));
for (const operation of Object.values(description.paths).flatMap((path) => Object.values(path))) {
  // Refusals all have one form, which the page reads itself.
  const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  operation.responses = Object.fromEntries(answers);
}
const types = HEAD + astToString(await openapi(description, { immutable: true, defaultNonNullable: false }));

if (process.argv[2] === '--write') {
  writeFileSync(TYPES, types);
} else if (!existsSync(TYPES) || readFileSync(TYPES, 'utf8') !== types) {
  process.stderr.write(`${TYPES} is not what openapi.json says: run "npm run types:api" and commit it.\n`);
  process.exit(1);
}
