// SIGKILL of either process, twenty times each, under load: both come back by themselves, and every
// acknowledged record is stored exactly once.
import assert from 'node:assert/strict';
import test from 'node:test';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Load } from '../lib/load.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const rounds = Number(process.env.SEXTANT_KILL_ROUNDS ?? 20);
const recordsPerRequest = 50;
const source = 'default.otel_logs';

function request(number) {
  const now = String(BigInt(Date.now()) * 1_000_000n);
  const logRecords = Array.from({ length: recordsPerRequest }, (_, i) => ({
    timeUnixNano: now,
    severityText: 'INFO',
    body: { stringValue: `request r${number}r record ${i}` },
  }));
  return JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'load' } }] },
        scopeLogs: [{ logRecords }],
      },
    ],
  });
}

async function send(server, number) {
  const answer = await server.post('logs', request(number));
  await answer.arrayBuffer();
  assert.ok([200, 429, 503].includes(answer.status), `answered ${answer.status}`);
  return answer.status === 200;
}

async function assertStoredOnce(server, load) {
  const least = load.acknowledged.size * recordsPerRequest;
  await until('all acknowledged rows are stored', async () => (await server.count(source)) >= least);
  await until('nothing waits', async () => {
    const status = await (await fetch(`${server.url}/api/v1/status`)).json();
    return status.waiting_rows === '0';
  });
  const stored = new Map();
  const range = { from_ns: '0', to_ns: String(BigInt(Date.now() + 60_000) * 1_000_000n) };
  let after;
  do {
    const events = await server.events('search/rows', {
      source,
      ...range,
      columns: ['Body'],
      limit: 1000,
      after,
    });
    const last = events.at(-1);
    assert.equal(last.event, 'done', JSON.stringify(last));
    for (const event of events) {
      for (const row of event.event === 'rows' ? event.rows : []) {
        const number = Number(/r(\d+)r/.exec(row.cells[0])[1]);
        stored.set(number, (stored.get(number) ?? 0) + 1);
      }
    }
    after = last.next;
  } while (after !== undefined);
  load.assertStoredOnce(source, stored, () => recordsPerRequest);
}

test(`the engine comes back from ${rounds} SIGKILLs under load`, { timeout: 600_000 }, async () => {
  const server = await Sextant.start();
  const load = new Load((number) => send(server, number));
  try {
    for (let round = 0; round < rounds; round++) {
      await load.waitForMore(5);
      const pid = await until('an engine runs', () => server.enginePid());
      process.kill(pid, 'SIGKILL');
      await until('another engine answers', async () => {
        const ready = await fetch(`${server.url}/ready`);
        return ready.status === 200 && (await server.enginePid()) !== pid;
      });
    }
    await load.stop();
    await assertStoredOnce(server, load);
  } finally {
    await load.stop();
    await server.stop();
  }
});

test(`the server comes back from ${rounds} SIGKILLs under load`, { timeout: 900_000 }, async () => {
  let server = await Sextant.start();
  const dataDir = server.dataDir;
  const load = new Load((number) => send(server, number));
  try {
    for (let round = 0; round < rounds; round++) {
      await load.waitForMore(5);
      const engine = await server.enginePid();
      await server.kill();
      server = await Sextant.start({ dataDir });
      await until('the old engine is gone', async () => {
        try {
          process.kill(engine, 0);
          return false;
        } catch {
          return true;
        }
      });
    }
    await load.stop();
    await assertStoredOnce(server, load);
  } finally {
    await load.stop();
    await server.stop();
    await rm(path.dirname(dataDir), { recursive: true, force: true });
  }
});
