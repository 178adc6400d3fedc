// Checks that imports inside web/src go down the table of web/layers.json, that a feature never imports
// another feature, that nothing imports in a circle, and that wrapped packages stay with their owner.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const src = join(web, 'src');
const layers = JSON.parse(await readFile(join(web, 'layers.json'), 'utf8'));
const owners = [
  [/^uplot/, ['viz']],
  [/^@mantine\//, ['ui', 'app']],
  [/^@codemirror\//, ['panels/query-box']],
  [/^openapi-fetch/, ['api']],
  [/^@tanstack\/react-(table|virtual)/, ['panels']],
];

const entries = await readdir(src, { recursive: true, withFileTypes: true });
const files = entries
  .filter((e) => e.isFile() && /\.(ts|tsx|css)$/.test(e.name))
  .map((e) => relative(src, join(e.parentPath, e.name)));
const known = new Set(files);
const bad = [];
const graph = new Map();

const layerOf = (file) => (file.includes('/') ? file.split('/')[0] : 'app');
const findFile = (path) =>
  ['', '.ts', '.tsx', '.d.ts', '/index.ts', '/index.tsx']
    .map((end) => path + end)
    .find((path) => known.has(path));

for (const file of files.filter((f) => !f.endsWith('.css') && !f.endsWith('.d.ts'))) {
  const text = await readFile(join(src, file), 'utf8');
  const here = layerOf(file);
  const targets = [];
  if (!layers[here]) bad.push(`${file}: its folder is not in web/layers.json`);
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    if (!specifier.startsWith('.')) {
      for (const [pattern, allowed] of owners)
        if (pattern.test(specifier) && !allowed.some((folder) => file.startsWith(`${folder}/`)))
          bad.push(`${file}: ${specifier} belongs to ${allowed.join(', ')}`);
      continue;
    }
    const path = relative(src, resolve(src, dirname(file), specifier));
    const target = findFile(path);
    if (!target) {
      if (!/\.(css|svg|json)$|^\.\.\//.test(path)) bad.push(`${file}: ${specifier} is no file of ours`);
      continue;
    }
    targets.push(target);
    const there = layerOf(target);
    if (there !== here && !layers[here]?.includes(there))
      bad.push(`${file}: ${here} may not import ${there}`);
    if (here === 'features' && there === 'features' && file.split('/')[1] !== target.split('/')[1])
      bad.push(`${file}: a feature may not import another feature (${target})`);
  }
  graph.set(file, targets);
}

const done = new Set();
function visit(file, trail) {
  if (trail.includes(file)) {
    bad.push(`a circle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
    return;
  }
  if (done.has(file)) return;
  for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
  done.add(file);
}
for (const file of graph.keys()) visit(file, []);

console.log(bad.length ? bad.join('\n') : `imports: ${files.length} files, every import goes down`);
process.exit(bad.length ? 1 : 0);
