// Prints the gzipped size of what the first screen loads (JavaScript and CSS named by index.html and what
// they import at once) and fails when it passes the limit of docs: 350 KB.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kLimitBytes = 350_000;
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const html = await readFile(join(dist, 'index.html'), 'utf8');
const seen = new Map();

async function add(path) {
  if (seen.has(path)) return;
  const body = await readFile(join(dist, path));
  seen.set(path, gzipSync(body, { level: 6 }).length);
  if (!path.endsWith('.js')) return;
  const folder = path.slice(0, path.lastIndexOf('/'));
  for (const [, name] of body.toString().matchAll(/(?:from|^import|;import)\s*["']\.\/([^"']+\.js)["']/gm))
    await add(`${folder}/${name}`);
}
for (const [, path] of html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)) await add(path);

const total = [...seen.values()].reduce((sum, size) => sum + size, 0);
for (const [path, size] of seen) console.log(`${String(size).padStart(8)}  ${path}`);
console.log(`${String(total).padStart(8)}  bytes gzipped for the first screen, limit ${kLimitBytes}`);
process.exit(total > kLimitBytes ? 1 : 0);
