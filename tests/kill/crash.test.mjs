// SIGKILL at random moments, of the server, the engine, or both, also while they start, under a load of all
// signals through both doors: every answered request's rows are stored exactly once, an unanswered one's
// once or not at all, and the rollups beside their tables have counted what is stored. SEXTANT_CRASH_SEED
// repeats a run's choices, SEXTANT_CRASH_ROUNDS sets its length (50).
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { doors } from '../lib/doors.mjs';
import { ask } from '../lib/engine.mjs';
import { Load } from '../lib/load.mjs';
import { metrics } from '../lib/metrics.mjs';
import * as pb from '../lib/protobuf.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const rounds = Number(process.env.SEXTANT_CRASH_ROUNDS ?? 50);
const firstSeed = Number(process.env.SEXTANT_CRASH_SEED ?? Date.now() % 1_000_000_000);
const roundsBetweenChecks = 15;
const recordsPerRequest = 20;

// mulberry32: numbers from 0 to 1 that a seed decides.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const many = (make) => Array.from({ length: recordsPerRequest }, make);
const recording = pb.field(6, pb.attribute('rr-web.event', pb.text('{}')));
const metricTables = ['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'].map(
  (kind) => `otel_metrics_${kind}`,
);

// What the requests are in turn, and where their rows go.
const kinds = [
  {
    signal: 'logs',
    tables: ['otel_logs'],
    body: (name) =>
      pb.logs(
        'load',
        many(() => pb.log()),
        name,
      ),
  },
  {
    signal: 'traces',
    tables: ['otel_traces'],
    body: (name) =>
      pb.spans(
        'load',
        many(() => pb.span()),
        name,
      ),
  },
  {
    signal: 'metrics',
    tables: metricTables,
    body: (name) => pb.metrics('load', pb.everyMetric(recordsPerRequest), name),
  },
  {
    signal: 'logs',
    tables: ['hyperdx_sessions'],
    body: (name) =>
      pb.logs(
        'load',
        many(() => pb.log({ more: [recording] })),
        name,
      ),
  },
];
const tables = kinds.flatMap((kind) => kind.tables);
const rolledUp = ['otel_logs', 'otel_traces', 'hyperdx_sessions'];
const kindOf = (number) => kinds[number % kinds.length];
// Changes after every kind has had its turn.
const doorOf = (number) => (Math.floor(number / kinds.length) % 2 === 0 ? doors.http : doors.grpc);
const comeAgain = [429, 503, 8, 14];

async function send(server, number) {
  const { signal, body } = kindOf(number);
  const answer = await doorOf(number).send(server, signal, body({ request: String(number) }));
  assert.ok(
    answer.ok || comeAgain.includes(answer.refusal),
    `request ${number}: ${answer.refusal} ${answer.text}`,
  );
  return answer.ok;
}

// The rollup beside `table` has counted each of its rows once: in all, by service, and by request.
async function assertCounted(server, table) {
  const rollup = `default.${table}_kv_rollup_15m`;
  const fields = [
    { value: `''`, identifier: '__sxt_rows', key: '' },
    { value: 'ServiceName', identifier: 'NativeColumn', key: 'ServiceName' },
    { value: `ResourceAttributes['request']`, identifier: 'ResourceAttributes', key: 'request' },
  ];
  for (const { value, identifier, key } of fields) {
    const columns = (value, count) =>
      `toUInt32(intDiv(toUnixTimestamp(Timestamp), 900)) AS bucket, toString(${value}) AS text, toUInt32(${count}) AS rows`;
    const order = 'GROUP BY bucket, text ORDER BY bucket, text';
    const stored = await ask(server, `SELECT ${columns(value, 'count()')} FROM default.${table} ${order}`);
    const counted = await ask(
      server,
      `SELECT ${columns('Value', 'sum(count)')} FROM ${rollup}
       WHERE ColumnIdentifier = '${identifier}' AND Key = '${key}' ${order}`,
    );
    assert.deepEqual(counted, stored, `${rollup}: ${identifier} ${key}`);
  }
}

async function assertStoredOnce(server, load) {
  const values = await until('nothing waits', async () => {
    const now = await metrics(server);
    return now.get('sextant_ingest_waiting_rows') === 0 ? now : undefined;
  });
  assert.equal(values.get('sextant_ingest_quarantined_requests'), 0);
  assert.equal(values.get('sextant_log_damaged_frames_total'), 0);
  const found = new Map();
  for (const table of tables) {
    const rows = await ask(
      server,
      `SELECT toUInt32(ResourceAttributes['request']) AS request, toUInt32(count()) AS rows
       FROM default.${table} WHERE ServiceName = 'load' GROUP BY request`,
    );
    found.set(table, new Map(rows.map(({ request, rows }) => [request, rows])));
    const expected = (number) => (kindOf(number).tables.includes(table) ? recordsPerRequest : 0);
    load.assertStoredOnce(table, found.get(table), expected);
  }
  for (const table of rolledUp) await assertCounted(server, table);
  // Of a request with rows in several tables, all are there or none.
  for (const number of load.unknown) {
    const there = kindOf(number).tables.filter((table) => found.get(table).has(number));
    assert.ok(
      [0, kindOf(number).tables.length].includes(there.length),
      `request ${number} is only in ${there}`,
    );
  }
  return [...found.values()].reduce((sum, rows) => sum + rows.size, 0);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const gone = (pid) =>
  until('the old engine is gone', async () => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  });

// Starts a server on `dataDir`; with `killAfterMs` one that is killed before, which mostly never gets ready.
async function restart(dataDir, killAfterMs) {
  if (killAfterMs !== undefined) {
    let child;
    const doomed = Sextant.start({ dataDir, spawned: (process) => (child = process) }).catch(() => {});
    await pause(killAfterMs);
    child.kill('SIGKILL');
    await doomed;
  }
  return await Sextant.start({ dataDir });
}

test(
  `every answered request is stored once after ${rounds} crashes`,
  { timeout: 1_200_000 },
  async (context) => {
    context.diagnostic(`SEXTANT_CRASH_SEED=${firstSeed}`);
    let server = await Sextant.start();
    const { dataDir } = server;
    const load = new Load((number) => send(server, number), 6);
    try {
      for (let round = 0; round < rounds; round++) {
        const choose = random(firstSeed + round);
        const victim = ['server', 'engine', 'both'][Math.floor(choose() * 3)];
        const afterMs = Math.floor(choose() * 800);
        const againAfterMs = victim !== 'engine' && choose() < 0.3 ? Math.floor(choose() * 800) : undefined;
        const again = againAfterMs === undefined ? '' : `, and the next server after ${againAfterMs} ms`;
        context.diagnostic(
          `round ${round}, seed ${firstSeed + round}: SIGKILL of ${victim} after ${afterMs} ms${again}`,
        );

        await load.waitForMore(1);
        await pause(afterMs);
        const engine = await until('an engine runs', () => server.enginePid());
        if (victim !== 'server') process.kill(engine, 'SIGKILL');
        if (victim !== 'engine') {
          await server.kill();
          server = await restart(dataDir, againAfterMs);
        }
        await gone(engine);
        if ((round + 1) % roundsBetweenChecks !== 0) continue;
        await load.stop();
        await assertStoredOnce(server, load);
        load.resume();
      }
      await load.stop();
      const stored = await assertStoredOnce(server, load);
      const { acknowledged, unknown, sent } = load;
      context.diagnostic(
        `${sent} requests: ${acknowledged.size} acknowledged, ${unknown.size} without an answer; ${stored} found in their tables`,
      );
      assert.ok(acknowledged.size > rounds);
    } finally {
      await load.stop().catch(() => {});
      await server.stop();
      await rm(path.dirname(dataDir), { recursive: true, force: true });
    }
  },
);
