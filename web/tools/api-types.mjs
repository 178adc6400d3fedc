// Writes web/src/api/schema.d.ts from openapi.yaml; with --check, only says whether it is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const contract = new URL('../../openapi.yaml', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);

const text = `// Generated from openapi.yaml by web/tools/api-types.mjs. Do not edit.\n\n${astToString(await openapiTS(contract))}`;
if (!process.argv.includes('--check')) {
  await writeFile(target, text);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== text) {
  console.error('web/src/api/schema.d.ts differs from openapi.yaml: run `npm run web:api`.');
  process.exit(1);
}
