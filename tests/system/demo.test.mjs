// The demo's tape in a folder: what a crash leaves half laid is made again, whole and once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../lib/engine.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const end = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace('.000Z', 'Z');
const args = ['--hours', '3', '--scale', '0.3', '--end', end];

const status = async (server) => await (await fetch(`${server.url}/api/v1/status`)).json();

async function laid(server) {
  await until('the hours are laid', async () => {
    const { demo_loading: loading, waiting_rows: waiting } = await status(server);
    return loading === undefined && waiting === '0';
  });
}

// Rows of each table, and a sum over what tells them apart.
async function contents(server) {
  const seen = {};
  const tables = await ask(
    server,
    `SELECT name FROM system.tables WHERE database = 'otel_v2' AND engine = 'MergeTree' AND name NOT LIKE '\\_\\_%'`,
  );
  for (const { name } of tables) {
    const metric = name.startsWith('otel_metrics');
    const identity = metric
      ? 'TimeUnix, MetricName, Attributes, ResourceAttributes'
      : 'Timestamp, SpanId, TraceId';
    const [row] = await ask(
      server,
      `SELECT count() AS rows, sum(cityHash64(${identity})) AS sum FROM otel_v2.${name}`,
    );
    seen[name] = row;
  }
  for (const name of ['otel_logs', 'otel_traces', 'hyperdx_sessions']) {
    const [row] = await ask(
      server,
      `SELECT sum(count) AS rows FROM otel_v2.${name}_kv_rollup_15m WHERE ColumnIdentifier = '__sxt_rows'`,
    );
    assert.equal(row.rows, seen[name].rows, `the rollup of ${name} counts its rows`);
  }
  return seen;
}

test('hours that a crash left half laid are made again, whole and once', async () => {
  const whole = await Sextant.start({ command: 'demo', args });
  let expected;
  try {
    await laid(whole);
    expected = await contents(whole);
  } finally {
    await whole.stop();
  }
  assert.ok(Number(expected.otel_traces.rows) > 1000, JSON.stringify(expected));

  const first = await Sextant.start({ command: 'demo', args });
  await until('some of it is stored', async () => {
    const [{ n }] = await ask(first, 'SELECT count() AS n FROM otel_v2.otel_traces');
    return Number(n) > 0;
  });
  await first.kill();
  const second = await Sextant.start({ command: 'demo', args, dataDir: first.dataDir });
  try {
    await laid(second);
    assert.deepEqual(await contents(second), expected);
    await second.kill();
    const third = await Sextant.start({ command: 'demo', args, dataDir: first.dataDir });
    try {
      await laid(third);
      assert.deepEqual(await contents(third), expected, 'after a crash with everything laid');
    } finally {
      await third.stop();
    }
  } finally {
    await second.stop();
    await first.stop();
  }
});
