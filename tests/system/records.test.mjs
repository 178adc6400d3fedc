// What a team keeps, and what it takes away: exports of every row, saved searches and colours over a restart.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Sextant, rangeAround, root, until } from '../lib/sextant.mjs';

const source = 'default.otel_logs';

async function withServer(body) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-records-'));
  const server = await Sextant.start({ dataDir: path.join(folder, 'data') });
  let running = server;
  try {
    await body(server, async () => (running = await Sextant.start({ dataDir: server.dataDir })), folder);
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const started = BigInt(Date.now()) * 1_000_000n;

// `count` records a request, each a millisecond older than the one before.
async function sendLogs(server, requests, count, padding = '') {
  for (let request = 0; request < requests; request++) {
    const logRecords = Array.from({ length: count }, (_, i) => {
      const number = request * count + i;
      return {
        timeUnixNano: String(started - BigInt(number) * 1_000_000n),
        body: { stringValue: `line ${number} ${padding}` },
      };
    });
    const answer = await server.post(
      'logs',
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
    );
    assert.equal(answer.status, 200);
  }
  await until('all rows are stored', async () => (await server.count(source)) === requests * count);
}

function exportUrl(server, format, more = {}) {
  const request = JSON.stringify({ source, columns: ['Timestamp', 'Body'], ...rangeAround(48), ...more });
  return `${server.url}/api/v1/search/export?${new URLSearchParams({ format, request })}`;
}

async function privateBytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)[1]) * 1024;
}

test('an export has as many rows as the search counts, and the server does not grow with them', () =>
  withServer(async (server) => {
    const rows = 300_000;
    await sendLogs(server, rows / 2_000, 2_000, 'x'.repeat(600));
    const before = await privateBytes(server.pid);
    let most = before,
      bytes = 0,
      lines = 0,
      watched = 0,
      previous = '';
    const answer = await fetch(exportUrl(server, 'csv'));
    assert.equal(answer.status, 200);
    assert.match(
      answer.headers.get('content-disposition'),
      /^attachment; filename="default\.otel_logs .*\.csv"$/,
    );
    let rest = '';
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      bytes += chunk.length;
      const parts = (rest + chunk).split('\r\n');
      rest = parts.pop();
      for (const line of parts) {
        if (lines++ === 0) {
          assert.equal(line, 'Timestamp,Body');
          continue;
        }
        const time = line.slice(0, line.indexOf(','));
        assert.ok(previous === '' || time < previous, `${previous} then ${time}`);
        previous = time;
      }
      if (bytes > watched) {
        watched += 4_000_000;
        most = Math.max(most, await privateBytes(server.pid));
      }
    }
    assert.equal(rest, '');
    assert.equal(lines - 1, rows);
    assert.ok(bytes > 180_000_000, `${bytes}`);
    const grown = Math.round((most - before) / 1e6);
    console.log(`an export of ${Math.round(bytes / 1e6)} MB took ${grown} MB of the server's memory`);
    assert.ok(grown < 120, `${grown} MB`);
  }));

test('a client that leaves an export ends its statement in the engine', () =>
  withServer(async (server) => {
    await sendLogs(server, 20, 2_000, 'x'.repeat(600));
    const running = async () =>
      Number(
        await server.askEngine(
          "SELECT count() FROM system.processes WHERE Settings['log_comment'] = 'search export'",
        ),
      );
    const leave = new AbortController();
    const answer = await fetch(exportUrl(server, 'jsonl'), { signal: leave.signal });
    assert.equal(answer.status, 200);
    // Nobody reads: the statement waits for room.
    await until('the statement runs', async () => (await running()) === 1);
    leave.abort();
    await until('it runs no more', async () => (await running()) === 0);
  }));

test('a link as long as the longest search is answered', () =>
  withServer(async (server) => {
    await sendLogs(server, 1, 10);
    const answer = await fetch(exportUrl(server, 'jsonl', { text: `line -"${'ä'.repeat(32_000)}"` }));
    assert.equal(answer.status, 200, await answer.clone().text());
    assert.equal((await answer.text()).trim().split('\n').length, 10);
    const tooLong = await fetch(exportUrl(server, 'jsonl', { text: 'ä'.repeat(60_000) }));
    assert.equal(tooLong.status, 414);
  }));

test('saved searches, pins, colours and the newest row are known after a restart', () =>
  withServer(async (server, restart) => {
    const ask = async (on, method, route, body) => {
      const answer = await fetch(`${on.url}/api/v1/${route}`, { method, body: body && JSON.stringify(body) });
      assert.ok(answer.ok, `${answer.status} ${await answer.clone().text()}`);
      return await answer.json();
    };
    await sendLogs(server, 1, 10);
    const draft = { name: 'Failed payments', source, text: 'card', tags: ['pay'] };
    const saved = await ask(server, 'POST', 'saved-searches', draft);
    const slots = await ask(server, 'POST', 'service-slots', { services: ['cart', 'payment'] });
    const pins = { fields: ['ServiceName'], values: [{ field: 'SeverityText', value: 'error' }] };
    await ask(server, 'PUT', `sources/${source}/pins`, pins);
    await server.kill('SIGKILL');
    const again = await restart();
    assert.deepEqual((await ask(again, 'GET', 'saved-searches')).saved_searches, [saved]);
    assert.deepEqual(await ask(again, 'GET', 'service-slots'), slots);
    assert.deepEqual(await ask(again, 'GET', `sources/${source}/pins`), { ...pins, version: 1 });
    const { databases } = await ask(again, 'GET', 'status');
    assert.equal(databases.find(({ name }) => name === 'default').newest_row_ns, String(started));
  }));

test('records that cannot be read are refused at the start, in a sentence', () =>
  withServer(async (server, restart, folder) => {
    await server.kill('SIGTERM');
    const file = path.join(server.dataDir, 'meta.sqlite');
    const whole = await readFile(file);
    await writeFile(file, 'no database at all '.repeat(500));
    const args = [
      'serve',
      '--local',
      '--data-dir',
      server.dataDir,
      '--listen',
      '127.0.0.1:0',
      '--otlp-http',
      '127.0.0.1:0',
      '--otlp-grpc',
      '127.0.0.1:0',
    ];
    const child = spawn(process.env.SEXTANT_BIN ?? path.join(root, 'build/bin/sextant'), args, {
      cwd: folder,
    });
    let text = '';
    child.stderr.on('data', (data) => (text += data));
    child.stdout.on('data', (data) => (text += data));
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.notEqual(code, 0);
    assert.match(text, /meta\.sqlite/);
    await writeFile(file, whole);
    await restart();
  }));
