// What Sextant says about itself: /metrics, and its own telemetry in the database `sextant`.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { ask } from '../lib/engine.mjs';
import { metrics, refused } from '../lib/metrics.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

async function withServer(intervalMs, body) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-telemetry-'));
  const config = path.join(folder, 'sextant.toml');
  await writeFile(config, `[telemetry]\ninterval_ms = ${intervalMs}\n`);
  const server = await Sextant.start({ args: ['--config', config] });
  try {
    await body(server);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function oneLog() {
  const record = { timeUnixNano: String(BigInt(Date.now()) * 1_000_000n), body: { stringValue: 'hello' } };
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
}

test('/metrics counts what came in, what was refused and what was answered', () =>
  withServer(0, async (server) => {
    assert.equal((await server.post('logs', oneLog())).status, 200);
    assert.equal((await server.post('logs', '{')).status, 400);
    const values = await until('the row is stored', async () => {
      const now = await metrics(server);
      return now.get('sextant_ingest_stored_rows_total{database="default",table="otel_logs"}') === 1
        ? now
        : undefined;
    });
    assert.equal(values.get('sextant_ingest_requests_total{database="default"}'), 1);
    assert.equal(values.get('sextant_ingest_rows_total{database="default"}'), 1);
    assert.equal(refused(values, 'bad_input'), 1);
    assert.equal(values.get('sextant_engine_state{state="ready"}'), 1);
    assert.equal(values.get('sextant_engine_starts_total'), 1);
    assert.equal(values.get('sextant_ingest_waiting_rows'), 0);
    assert.ok(values.get('sextant_log_syncs_total') >= 1);
    assert.equal(values.get('sextant_http_answers_total{door="otlp",status="200"}'), 1);
    assert.equal(values.get('sextant_http_answers_total{door="otlp",status="400"}'), 1);
  }));

test('its own measures and log lines are in the database sextant', () =>
  withServer(200, async (server) => {
    assert.equal((await server.post('logs', oneLog())).status, 200);
    const counted = async () =>
      (
        await ask(
          server,
          `SELECT ServiceName, Value, ResourceAttributes['service.version'] AS version,
             ResourceAttributes['host.name'] AS host, IsMonotonic, MetricUnit
           FROM sextant.otel_metrics_sum
           WHERE MetricName = 'sextant.ingest.rows' AND Attributes['database'] = 'default'
           ORDER BY TimeUnix DESC LIMIT 1`,
        )
      )[0];
    const sum = await until('the row is counted', async () =>
      (await counted())?.Value === 1 ? counted() : undefined,
    );
    assert.equal(sum.ServiceName, 'sextant');
    assert.match(sum.version, /^\d+\.\d+\.\d+$/);
    assert.notEqual(sum.host, '');
    assert.equal(sum.IsMonotonic, true);
    assert.equal(sum.MetricUnit, '{row}');
    const gauges = await ask(server, `SELECT DISTINCT MetricName FROM sextant.otel_metrics_gauge`);
    assert.ok(gauges.some(({ MetricName }) => MetricName === 'sextant.log.size'));

    process.kill(await server.enginePid(), 'SIGKILL');
    await until('the end of the engine is in the logs', async () => {
      const events = await server.events('search/rows', {
        source: 'sextant.otel_logs',
        text: '',
        from_ns: '0',
        to_ns: String(BigInt(Date.now() + 60_000) * 1_000_000n),
        columns: ['ServiceName', 'SeverityText', 'Body'],
        limit: 100,
      });
      return events.some(({ rows }) => rows?.some(({ cells }) => /^engine\./.test(cells[2])));
    });
  }));

test('its own telemetry makes no more of itself', () =>
  withServer(100, async (server) => {
    const sent = async () =>
      (await metrics(server)).get('sextant_ingest_requests_total{database="sextant"}') ?? 0;
    await until('thirty of its requests are in', async () => (await sent()) >= 30);
    const logs = await ask(server, 'SELECT count() AS n FROM sextant.otel_logs');
    assert.ok(Number(logs[0].n) < 10, `${logs[0].n} lines of a server that does nothing`);
    const about = await ask(
      server,
      `SELECT count() AS n FROM sextant.otel_metrics_sum WHERE Attributes['database'] = 'sextant'`,
    );
    assert.equal(about[0].n, '0');
  }));
