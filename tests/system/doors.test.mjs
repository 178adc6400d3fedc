// What the two OTLP doors answer, and when: keys, the specification's codes, senders that are slow and
// requests that are large, many at once.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { doors, frame, grpcCall, httpHead, rawHttp, statusOf } from '../lib/doors.mjs';
import { ask } from '../lib/engine.mjs';
import { peakRise } from '../lib/memory.mjs';
import { metrics, refused } from '../lib/metrics.mjs';
import * as pb from '../lib/protobuf.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const mib = 1 << 20;
const limit = 64 * mib;
const refusals = (values, door, reason) =>
  values.get(`sextant_door_refusals_total{door="${door}",reason="${reason}"}`) ?? 0;

async function stored(server, name, database = 'default') {
  const rows = await ask(
    server,
    `SELECT count() AS n FROM ${database}.otel_logs WHERE ServiceName = '${name}'`,
  );
  return Number(rows[0].n);
}

describe('keys', () => {
  const shopKey = 'a-key-for-the-shop-0123456789';
  const environmentKey = 'a-key-of-the-environment-0123';
  let folder;
  let server;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sextant-keys-'));
    await writeFile(path.join(folder, 'shop.key'), `${shopKey}\n`);
    const keys = `[[ingest.keys]]\nname = "shop"\nkey_file = "${folder}/shop.key"\ndatabase = "otel_v2"\n`;
    await writeFile(path.join(folder, 'sextant.toml'), keys);
    process.env.SEXTANT_INGEST_KEY = environmentKey;
    server = await Sextant.start({
      args: ['--config', path.join(folder, 'sextant.toml')],
      ports: { 'otlp-http': '0.0.0.0:0', 'otlp-grpc': '0.0.0.0:0' },
    });
    delete process.env.SEXTANT_INGEST_KEY;
    for (const door of ['otlp_http', 'otlp_grpc'])
      server.ready[door] = server.ready[door].replace('0.0.0.0', '127.0.0.1');
    server.otlp = `http://${server.ready.otlp_http}`;
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const codes = { http: { missing: 401, foreign: 403 }, grpc: { missing: 16, foreign: 7 } };
  for (const [name, door] of Object.entries(doors)) {
    test(`${name}: a key names the database of its sender's data`, async () => {
      const body = pb.logs(`keyed-${name}`, [pb.log()]);
      for (const authorization of [shopKey, `Bearer ${shopKey}`]) {
        assert.ok((await door.send(server, 'logs', body, { headers: { authorization } })).ok);
      }
      assert.ok((await door.send(server, 'logs', body, { headers: { authorization: environmentKey } })).ok);
      await until(
        'all are stored',
        async () =>
          (await stored(server, `keyed-${name}`, 'otel_v2')) === 2 &&
          (await stored(server, `keyed-${name}`)) === 1,
      );
    });

    test(`${name}: without a key or with a wrong one nothing is taken, and it is counted`, async () => {
      const body = pb.logs('unkeyed', [pb.log()]);
      const earlier = refused(await metrics(server), 'unauthenticated', '');
      for (const headers of [{}, { authorization: `${shopKey}0` }, { authorization: 'Bearer ' }]) {
        const answer = await door.send(server, 'logs', body, { headers });
        assert.equal(answer.refusal, codes[name].missing);
        assert.match(answer.text, /ingestion key/);
        assert.ok(!answer.text.includes(shopKey));
      }
      assert.equal(refused(await metrics(server), 'unauthenticated', '') - earlier, 3);
      const headers = { authorization: shopKey, 'x-sextant-database': 'default' };
      assert.equal((await door.send(server, 'logs', body, { headers })).refusal, codes[name].foreign);
      assert.equal(await stored(server, 'unkeyed'), 0);
    });
  }

  test('http: a browser asks first, without the key', async () => {
    const asked = await fetch(`${server.otlp}/v1/traces`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers.get('access-control-allow-headers'), 'authorization,content-type');
  });

  test('no key is in the log, its names are', () => {
    const log = server.stderr.join('\n');
    assert.match(log, /shop → otel_v2, SEXTANT_INGEST_KEY → default/);
    assert.ok(!log.includes(shopKey) && !log.includes(environmentKey));
  });
});

test('an address for everybody is refused at the start where no key is needed', async () => {
  for (const door of ['otlp-http', 'otlp-grpc']) {
    await assert.rejects(Sextant.start({ ports: { [door]: '0.0.0.0:0' } }), /anybody could send to it/);
  }
});

describe('quotas', () => {
  const keyOf = (name) => `the-key-of-${name}-0123456789`;
  let folder;
  let server;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sextant-quotas-'));
    const keys = ['http', 'grpc', 'modest', 'patient'].map(
      (name) => `[[ingest.keys]]\nname = "${name}"\nkey = "${keyOf(name)}"\n`,
    );
    const config = `[ingest]\nsender_bytes_per_second = 100\n${keys.join('')}`;
    await writeFile(path.join(folder, 'sextant.toml'), config);
    server = await Sextant.start({ args: ['--config', path.join(folder, 'sextant.toml')] });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  for (const [name, door] of Object.entries(doors)) {
    test(`${name}: a sender over its quota is to send again later, and the others are not held back`, async () => {
      const send = (key, body) => door.send(server, 'logs', body, { headers: { authorization: keyOf(key) } });
      const much = pb.logs('greedy', [pb.log({ body: pb.text('x'.repeat(1_000_000)) })]);
      assert.ok((await send(name, much)).ok);
      const one = pb.logs('greedy', [pb.log()]);
      const answer = await send(name, one);
      assert.equal(answer.refusal, name === 'http' ? 429 : 8);
      assert.match(answer.text, /share of 100 bytes a second/);
      assert.ok((await send('modest', one)).ok);
      assert.ok(refused(await metrics(server), 'resource_exhausted') > 0);
    });
  }

  test('http: Retry-After says when', async () => {
    const headers = { authorization: keyOf('patient'), 'content-type': 'application/x-protobuf' };
    const much = pb.logs('patient', [pb.log({ body: pb.text('x'.repeat(1_000_000)) })]);
    assert.equal((await server.post('logs', much, headers)).status, 200);
    const answer = await server.post('logs', pb.logs('patient', [pb.log()]), headers);
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });
});

describe('answers', () => {
  let server;
  before(async () => (server = await Sextant.start()));
  after(() => server.stop());

  const statusIn = async (answer) => {
    assert.equal(answer.headers.get('content-type'), 'application/json');
    return await answer.json();
  };

  test('http: the statuses of the specification, each with a google.rpc.Status', async () => {
    const send = (body, headers = {}, signal = 'logs') => server.post(signal, body, headers);
    const wanted = [
      [200, await send('{"resourceLogs":[]}')],
      [400, await send('{"resourceLogs":')],
      [400, await send('no gzip', { 'content-encoding': 'gzip' })],
      [415, await send('x', { 'content-type': 'text/plain' })],
      [415, await send('x', { 'content-encoding': 'br' })],
      [413, await send(Buffer.alloc(limit + 1))],
      [404, await send('{}', {}, 'profiles')],
      [405, await fetch(`${server.otlp}/v1/logs`)],
    ];
    for (const [status, answer] of wanted) {
      assert.equal(answer.status, status);
      const json = await statusIn(answer);
      if (status !== 200) assert.ok(json.message.length > 10, `${status} says ${json.message}`);
      if ([400, 413, 415].includes(status)) assert.equal(json.code, 3);
    }
    const protobuf = await send(Buffer.from([0xff]), { 'content-type': 'application/x-protobuf' });
    assert.equal(protobuf.status, 400);
    assert.equal(protobuf.headers.get('content-type'), 'application/x-protobuf');
    assert.deepEqual([...new Uint8Array(await protobuf.arrayBuffer()).subarray(0, 2)], [8, 3]);
  });

  test('http: a success in part says how many records were refused, and why', async () => {
    const record = (time) => ({ timeUnixNano: String(time), body: { stringValue: 'x' } });
    const body = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [record(pb.now()), record(1), record(2)] }] }],
    };
    const answer = await server.post('logs', JSON.stringify(body));
    assert.equal(answer.status, 200);
    const { partialSuccess } = await answer.json();
    assert.equal(Number(partialSuccess.rejectedLogRecords), 2);
    assert.match(partialSuccess.errorMessage, /old/);
  });

  test('grpc: the statuses of the specification', async () => {
    const body = pb.logs('grpc-answers', [pb.log()]);
    assert.equal((await grpcCall(server, 'logs', frame(body)).answer).status, 0);
    assert.equal((await grpcCall(server, 'logs', frame(Buffer.from([0xff]))).answer).status, 3);
    const tooLarge = await grpcCall(server, 'logs', frame(Buffer.alloc(limit + 1))).answer;
    assert.equal(tooLarge.status, 3);
    assert.match(tooLarge.message, /larger than 67108864 bytes/);
    assert.equal((await grpcCall(server, 'profiles', frame(body)).answer).status, 12);
    const empty = await grpcCall(server, 'logs', Buffer.alloc(0)).answer;
    assert.equal(empty.status, 3);
    const values = await metrics(server);
    for (const reason of ['message_too_large', 'unknown_method', 'no_message']) {
      assert.equal(refusals(values, 'otlp_grpc', reason), 1, reason);
    }
  });

  test(
    'http: what is refused before anybody handles it is counted by its reason',
    { timeout: 60_000 },
    async () => {
      const cases = {
        bad_head: 'no colon\r\n\r\n',
        head_too_large: `POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
        address_too_long: `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
        head_timeout: 'POST /v1/logs HTTP/1.1\r\nHost: local',
        host: 'POST /v1/logs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
        body_too_large: httpHead('logs', { 'Content-Length': limit + 1 }),
        bad_body: `${httpHead('logs', { 'Transfer-Encoding': 'chunked' })}zz\r\n`,
        body_too_slow: `${httpHead('logs', { 'Content-Length': 10 })}x`,
      };
      const earlier = await metrics(server);
      await Promise.all(
        Object.values(cases).map(async (bytes) => {
          const { socket, ended } = await rawHttp(server);
          socket.write(bytes);
          assert.ok(statusOf(await ended) >= 400);
        }),
      );
      const values = await metrics(server);
      for (const reason of Object.keys(cases)) {
        assert.equal(refusals(values, 'otlp', reason) - refusals(earlier, 'otlp', reason), 1, reason);
      }
    },
  );
});

describe('many at once', () => {
  let server;
  before(async () => (server = await Sextant.start()));
  after(() => server.stop());

  test('64 tricklers of long bodies hold nobody else back', { timeout: 60_000 }, async (context) => {
    const tricklers = await Promise.all(Array.from({ length: 64 }, () => rawHttp(server)));
    for (const { socket } of tricklers) {
      socket.write(httpHead('logs', { 'Content-Length': 8 * mib }));
      socket.write(Buffer.alloc(128 * 1024));
    }
    const trickle = setInterval(() => {
      for (const { socket } of tricklers) socket.write(Buffer.alloc(512));
    }, 250);
    const waits = [];
    for (let i = 0; i < 200; i++) {
      const began = performance.now();
      const answer = await doors.http.send(server, 'logs', pb.logs('beside-tricklers', [pb.log()]));
      waits.push(performance.now() - began);
      assert.ok(answer.ok, answer.text);
    }
    clearInterval(trickle);
    assert.ok(
      tricklers.every(({ received }) => received() === ''),
      'the tricklers were still sending',
    );
    for (const { socket } of tricklers) socket.destroy();
    waits.sort((a, b) => a - b);
    context.diagnostic(`median ${waits[100].toFixed(1)} ms, slowest ${waits.at(-1).toFixed(1)} ms`);
    assert.ok(waits[100] < 500 && waits.at(-1) < 3_000, `a sender waited ${waits.at(-1)} ms`);
  });

  test(
    'senders of more than all bodies may hold are told to come back, short ones are served',
    { timeout: 60_000 },
    async () => {
      const large = await Promise.all(Array.from({ length: 6 }, () => rawHttp(server)));
      const answers = large.map(async ({ socket, ended, received }) => {
        socket.write(httpHead('logs', { 'Content-Length': limit }));
        for (let sent = 0; sent < limit - mib && received() === ''; sent += mib) {
          if (!socket.write(Buffer.alloc(mib))) await Promise.race([once(socket, 'drain'), ended]);
        }
      });
      await Promise.all(answers);
      await until('one is refused', async () => large.some(({ received }) => statusOf(received()) === 503));
      const refusal = large.map(({ received }) => received()).find((text) => statusOf(text) === 503);
      assert.match(refusal, /Retry-After: 1\r\n/);
      assert.ok((await doors.http.send(server, 'logs', pb.logs('short', [pb.log()]))).ok);
      assert.ok(refusals(await metrics(server), 'otlp', 'receiving_full') >= 1);
      for (const { socket } of large) socket.destroy();
    },
  );

  test(
    '16 bombs at once through both doors cost at most twice the limit',
    { timeout: 120_000 },
    async (context) => {
      const zeros = Buffer.alloc(1024 * mib);
      const bombs = { gzip: gzipSync(zeros), deflate: deflateSync(zeros), zstd: zstdCompressSync(zeros) };
      const codings = ['gzip', 'deflate', 'zstd', 'gzip', 'deflate', 'gzip', 'zstd', 'deflate'];
      const answers = [];
      const rose = await peakRise(server, async () => {
        const http = codings.map((coding) => doors.http.send(server, 'logs', bombs[coding], { coding }));
        const grpc = codings.map((coding) => doors.grpc.send(server, 'logs', bombs[coding], { coding }));
        answers.push(await Promise.all(http), await Promise.all(grpc));
      });
      context.diagnostic(`memory rose by ${(rose / mib).toFixed(0)} MiB`);
      for (const { refusal, text } of answers[0]) assert.ok([413, 503].includes(refusal), text);
      for (const { refusal, text } of answers[1]) assert.ok([3, 14].includes(refusal), text);
      assert.ok(answers.flat().some(({ refusal }) => refusal === 413 || refusal === 3));
      assert.ok(rose <= 2 * limit, `memory rose by ${rose / mib} MiB`);
      assert.ok((await doors.http.send(server, 'logs', pb.logs('after-bombs', [pb.log()]))).ok);
    },
  );
});
