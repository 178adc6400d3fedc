// Real exports, kept beside the project: all that was sent is stored, once, also when both processes are
// killed between the last acknowledgement and the insert.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { Sextant, captures, until } from '../lib/sextant.mjs';

const expected = { 'default.otel_traces': 405, 'default.otel_logs': 6, 'default.hyperdx_sessions': 314 };

async function postAll(server, requests) {
  for (const { signal, body } of requests) {
    const answer = await server.post(signal, body);
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    assert.ok(!text.includes('partialSuccess') || text.includes('"partialSuccess":{}'), text);
  }
}

async function assertStored(server) {
  for (const [source, rows] of Object.entries(expected)) {
    await until(`${rows} rows are in ${source}`, async () => (await server.count(source)) >= rows);
    assert.equal(await server.count(source), rows, source);
  }
}

test('every line of the captures is stored once', async (context) => {
  const requests = await captures();
  if (requests === undefined) return context.skip('the captures are not beside the project');
  const server = await Sextant.start();
  try {
    await postAll(server, requests);
    await assertStored(server);
    assert.ok((await server.count('default.otel_logs', { text: '"Failed to place order"' })) >= 1);
  } finally {
    await server.stop();
  }
});

test('nor is any line lost or doubled by SIGKILL of both processes before the insert', async (context) => {
  const requests = await captures();
  if (requests === undefined) return context.skip('the captures are not beside the project');
  const first = await Sextant.start();
  const dataDir = first.dataDir;
  const engine = await first.enginePid();
  await postAll(first, requests);
  process.kill(engine, 'SIGKILL');
  await first.kill();
  const second = await Sextant.start({ dataDir });
  try {
    await assertStored(second);
    assert.ok((await second.count('default.otel_logs', { text: '"Failed to place order"' })) >= 1);
  } finally {
    await second.stop();
    await rm(path.dirname(dataDir), { recursive: true, force: true });
  }
});
