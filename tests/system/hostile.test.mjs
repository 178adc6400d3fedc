// Bad input at both OTLP doors: each is answered, counted by its reason, costs bounded memory, and harms
// nobody else's data. All tests share one server, at which a well-behaved client sends all the while.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { doors, frame, grpcCall, httpHead, rawHttp, statusOf } from '../lib/doors.mjs';
import { ask } from '../lib/engine.mjs';
import { peakRise } from '../lib/memory.mjs';
import { metrics, refused, rejectedRows } from '../lib/metrics.mjs';
import * as pb from '../lib/protobuf.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const mib = 1 << 20;
const limit = 64 * mib;
const compress = { gzip: gzipSync, deflate: deflateSync, zstd: zstdCompressSync };

// Sends one record after the other over both doors and expects every one to be acknowledged at once. Only a
// flood of gRPC messages may end its calls: gRPC, short of memory, picks the streams to end by itself.
class Bystander {
  acknowledged = 0;
  interrupted = 0;
  slowestMs = 0;
  mayBeInterrupted = false;
  #running = true;

  constructor(server) {
    this.done = Promise.all(Object.values(doors).map((door) => this.#loop(server, door)));
    this.done.catch(() => {});
  }

  async #loop(server, door) {
    while (this.#running) {
      const began = Date.now();
      const answer = await door
        .send(server, 'logs', pb.logs('bystander', [pb.log()]))
        .catch((error) => ({ error }));
      if (answer.error === undefined) {
        assert.ok(answer.ok, `the bystander was answered ${answer.refusal}: ${answer.text}`);
        this.acknowledged++;
      } else {
        assert.ok(this.mayBeInterrupted, `the bystander was cut off: ${answer.error.message}`);
        this.interrupted++;
      }
      this.slowestMs = Math.max(this.slowestMs, Date.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop() {
    this.#running = false;
    await this.done;
  }
}

let server;
let bystander;
before(async () => {
  server = await Sextant.start();
  bystander = new Bystander(server);
});
after(() => server.stop());

const stored = async (name, table = 'otel_logs') =>
  Number((await ask(server, `SELECT count() AS n FROM default.${table} WHERE ServiceName = '${name}'`))[0].n);

// Runs `body` and gives by how much what `count` reads from /metrics rose.
async function rise(count, body) {
  const earlier = count(await metrics(server));
  await body();
  return count(await metrics(server)) - earlier;
}

async function assertRefused(doorName, reason, signal, body, options) {
  const door = doors[doorName];
  const counted = await rise(
    (values) => refused(values, reason),
    async () => {
      const answer = await door.send(server, signal, body, options);
      assert.equal(answer.refusal, door.refusals[reason], answer.text);
      assert.notEqual(answer.text, '');
    },
  );
  assert.equal(counted, 1, `refused for ${reason}`);
}

// The request is accepted and `rows` of its records are refused for `reason`.
async function assertRowsRejected(doorName, reason, rows, signal, body, options) {
  const counted = await rise(
    (values) => rejectedRows(values, reason),
    async () => {
      const answer = await doors[doorName].send(server, signal, body, options);
      assert.ok(answer.ok, answer.text);
    },
  );
  assert.equal(counted, rows, `records refused for ${reason}`);
}

function nested(depth) {
  let head = Buffer.alloc(0);
  // From the inside out, sizes alone: a value that is an array of one value that is an array…
  const parts = [];
  let size = 0;
  for (let i = 0; i < depth; i++) {
    head = pb.claim(1, size);
    const array = pb.claim(5, head.length + size);
    parts.push(head, array);
    size += head.length + array.length;
  }
  return Buffer.concat(parts.reverse());
}

for (const door of Object.keys(doors)) {
  test(`${door}: a request cut short anywhere is refused`, async () => {
    const whole = pb.logs('cut', [pb.log({ body: pb.text('x'.repeat(50)) })]);
    for (let size = 1; size < whole.length; size += 7) {
      await assertRefused(door, 'bad_input', 'logs', whole.subarray(0, size));
    }
    assert.equal(await stored('cut'), 0);
  });

  test(`${door}: values nested 100,000 deep are refused`, () =>
    assertRefused(door, 'bad_input', 'logs', pb.logs('deep', [pb.log({ body: nested(100_000) })])));

  test(`${door}: a record of a million attributes is refused, its neighbour is stored`, async () => {
    const name = `million-${door}`;
    const one = pb.field(6, pb.attribute('k', pb.int(3, 1)));
    const many = Buffer.alloc(one.length * 1_000_000, one);
    const body = pb.logs(name, [pb.log({ more: [many] }), pb.log()]);
    await assertRowsRejected(door, 'too_many_attributes', 1, 'logs', body);
    await until('the neighbour is stored', async () => (await stored(name)) === 1);
  });

  test(`${door}: a field that claims 4 GiB is refused`, async () => {
    for (const length of [0xffffffffn, 0x7fffffffffffffffn, 0xffffffffffffffffn]) {
      await assertRefused(door, 'bad_input', 'logs', Buffer.concat([pb.claim(1, length), Buffer.alloc(10)]));
    }
  });

  test(`${door}: text that is not UTF-8 is mended`, async () => {
    const name = `mended-${door}`;
    const broken = pb.text(Buffer.from([0x61, 0xff, 0xfe, 0x62]));
    assert.ok((await doors[door].send(server, 'logs', pb.logs(name, [pb.log({ body: broken })]))).ok);
    await until('it is stored', async () => (await stored(name)) === 1);
    const [row] = await ask(
      server,
      `SELECT Body, isValidUTF8(Body) AS valid FROM default.otel_logs WHERE ServiceName = '${name}'`,
    );
    assert.equal(row.valid, 1);
    assert.match(row.Body, /^a\ufffd+b$/);
  });

  test(`${door}: a time of zero is the time of arrival, and absurd times are refused`, async () => {
    const name = `times-${door}`;
    const earlier = Date.now();
    assert.ok((await doors[door].send(server, 'logs', pb.logs(name, [pb.log({ time: 0 })]))).ok);
    await assertRowsRejected(
      door,
      'too_old',
      2,
      'logs',
      pb.logs(name, [pb.log({ time: 1 }), pb.log({ time: 10n ** 18n })]),
    );
    const future = pb.logs(name, [
      pb.log({ time: 2n ** 64n - 1n }),
      pb.log({ time: 2n ** 63n }),
      pb.log({ time: pb.now() * 2n }),
    ]);
    await assertRowsRejected(door, 'too_new', 3, 'logs', future);
    await until('it is stored', async () => (await stored(name)) === 1);
    const [row] = await ask(
      server,
      `SELECT toUnixTimestamp64Milli(Timestamp) AS ms FROM default.otel_logs WHERE ServiceName = '${name}'`,
    );
    assert.ok(Number(row.ms) >= earlier && Number(row.ms) <= Date.now());
  });

  test(`${door}: ids of a wrong length are refused in spans and dropped from logs`, async () => {
    const name = `ids-${door}`;
    for (const size of [0, 1, 15, 17, 1000]) {
      const body = pb.spans(name, [pb.span({ traceId: Buffer.alloc(size, 1) }), pb.span()]);
      await assertRowsRejected(door, 'bad_trace_id', 1, 'traces', body);
    }
    await assertRowsRejected(
      door,
      'bad_span_id',
      1,
      'traces',
      pb.spans(name, [pb.span({ spanId: Buffer.alloc(9, 1) })]),
    );
    await until('their neighbours are stored', async () => (await stored(name, 'otel_traces')) === 5);
    const bad = pb.log({ more: [pb.field(9, Buffer.alloc(15, 1)), pb.field(10, Buffer.alloc(7, 1))] });
    assert.ok((await doors[door].send(server, 'logs', pb.logs(name, [bad]))).ok);
    await until('the log is stored', async () => (await stored(name)) === 1);
    const [row] = await ask(
      server,
      `SELECT TraceId, SpanId FROM default.otel_logs WHERE ServiceName = '${name}'`,
    );
    assert.deepEqual(row, { TraceId: '', SpanId: '' });
  });

  for (const coding of doors[door].codings) {
    test(`${door}: a ${coding} bomb costs at most twice the limit`, async (context) => {
      const bomb = compress[coding](Buffer.alloc(1024 * mib));
      assert.ok(bomb.length < 2 * mib);
      const rose = await peakRise(server, async () => {
        for (let i = 0; i < 5; i++) await assertRefused(door, 'too_large', 'logs', bomb, { coding });
      });
      context.diagnostic(
        `a bomb of 1 GiB: memory rose by ${(rose / mib).toFixed(0)} MiB; the limit is 64 MiB`,
      );
      assert.ok(rose <= 2 * limit, `memory rose by ${rose / mib} MiB`);
    });

    test(`${door}: broken ${coding} is refused`, async () => {
      const whole = compress[coding](pb.logs('broken', [pb.log({ body: pb.text('y'.repeat(10_000)) })]));
      await assertRefused(door, 'bad_input', 'logs', whole.subarray(0, whole.length - 5), { coding });
      await assertRefused(door, 'bad_input', 'logs', Buffer.concat([whole, Buffer.from('tail')]), { coding });
      await assertRefused(door, 'bad_input', 'logs', Buffer.from('this is not compressed'), { coding });
    });
  }
}

test('http: the same goes for JSON', async () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const send = (record) => JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
  const json = { json: true };
  await assertRefused('http', 'bad_input', 'logs', `{"resourceLogs":${deep}}`, json);
  const arrays = '{"arrayValue":{"values":['.repeat(100_000) + ']}}'.repeat(100_000);
  await assertRefused(
    'http',
    'bad_input',
    'logs',
    `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${arrays}}]}]}]}`,
    json,
  );
  await assertRefused('http', 'bad_input', 'logs', send({ body: { stringValue: 'x' } }).slice(0, -3), json);
  await assertRefused('http', 'bad_input', 'logs', '', json);
  await assertRefused('http', 'bad_input', 'logs', 'null', json);
  const attributes = new Array(1_000_000).fill({ key: 'k', value: { intValue: 1 } });
  await assertRowsRejected('http', 'too_many_attributes', 1, 'logs', send({ attributes }), json);
  await assertRowsRejected(
    'http',
    'too_new',
    1,
    'logs',
    send({ timeUnixNano: '18446744073709551615' }),
    json,
  );
});

test('http: a body that is announced or sent beyond the limit is refused before it is taken', async () => {
  const announced = await rawHttp(server);
  announced.socket.write(httpHead('logs', { 'Content-Length': 2 ** 32 }));
  assert.equal(statusOf(await announced.ended), 413);
  const chunked = await rawHttp(server);
  chunked.socket.write(httpHead('logs', { 'Transfer-Encoding': 'chunked' }));
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(mib), Buffer.from('\r\n')]);
  for (let sent = 0; sent <= limit && statusOf(chunked.received()) === undefined; sent += mib) {
    if (!chunked.socket.write(chunk)) await Promise.race([once(chunked.socket, 'drain'), chunked.ended]);
  }
  assert.equal(statusOf(await chunked.ended), 413);
});

// gRPC looks at a message's size when it has all of it: what it holds of all senders is bounded instead.
test('grpc: messages beyond the limit cost at most twice the limit', { timeout: 60_000 }, async (context) => {
  const largest = pb.logs('largest', [pb.log({ more: [pb.field(100, Buffer.alloc(limit - 200))] })]);
  assert.ok((await doors.grpc.send(server, 'logs', largest)).ok);
  bystander.mayBeInterrupted = true;
  const rose = await peakRise(server, async () => {
    await Promise.all([limit + 1, 2 ** 30, 2 ** 31, 2 ** 32 - 1].map((length) => sendTooLarge(length)));
  });
  const { acknowledged } = bystander;
  await until('the bystander is served', async () => bystander.acknowledged > acknowledged + 10);
  bystander.mayBeInterrupted = false;
  context.diagnostic(
    `memory rose by ${(rose / mib).toFixed(0)} MiB; ${bystander.interrupted} calls of others were ended`,
  );
  assert.ok(rose <= 2 * limit, `memory rose by ${rose / mib} MiB`);
});

// Sends a message of `length` bytes until it is refused: with a status, or by the end of the stream.
async function sendTooLarge(length) {
  const call = grpcCall(server, 'logs', frame(Buffer.alloc(0), { length }), { halfway: true });
  let refusal;
  const end = call.answer.then(
    ({ status }) => (refusal = status),
    (error) => (refusal = error.message),
  );
  for (let sent = 0; sent < length && refusal === undefined; sent += mib) {
    if (!call.stream.write(Buffer.alloc(mib)))
      await Promise.race([once(call.stream, 'drain').catch(() => {}), end]);
  }
  await end;
  call.destroy();
  assert.ok([3, 8].includes(refusal) || /ENHANCE_YOUR_CALM/.test(refusal), String(refusal));
}

test('http: a client that closes its side after its request is still answered', async () => {
  const body = pb.logs('half', [pb.log()]);
  const { socket, ended } = await rawHttp(server);
  socket.write(httpHead('logs', { 'Content-Length': body.length }));
  socket.end(body);
  assert.equal(statusOf(await ended), 200);
  await until('its record is stored', async () => (await stored('half')) === 1);
});

test('a client that closes within its request leaves nothing behind', async () => {
  const body = pb.logs('torn', [pb.log()]);
  const { socket, ended } = await rawHttp(server);
  socket.write(httpHead('logs', { 'Content-Length': body.length }));
  socket.end(body.subarray(0, body.length - 1));
  assert.notEqual(statusOf(await ended), 200);

  const whole = frame(body);
  const cut = grpcCall(server, 'logs', whole.subarray(0, whole.length - 1));
  await assert.rejects(async () => assert.equal((await cut.answer).status, 0));
  const gone = grpcCall(server, 'logs', whole.subarray(0, whole.length - 1), { halfway: true });
  gone.destroy();
  assert.equal(await stored('torn'), 0);
});

test('slow senders are given up, and hold nobody else back', { timeout: 90_000 }, async (context) => {
  bystander.slowestMs = 0;
  const body = pb.logs('slow', [pb.log({ body: pb.text('z'.repeat(1000)) })]);
  const inHead = await Promise.all(Array.from({ length: 100 }, () => rawHttp(server)));
  for (const { socket } of inHead) socket.write('POST /v1/logs HTTP/1.1\r\nHost: local');
  const inBody = await Promise.all(Array.from({ length: 100 }, () => rawHttp(server)));
  for (const { socket } of inBody) {
    socket.write(httpHead('logs', { 'Content-Length': body.length }));
    socket.write(body.subarray(0, 500));
  }
  const calls = Array.from({ length: 100 }, () =>
    grpcCall(server, 'logs', frame(body).subarray(0, 500), { halfway: true }),
  );
  const answers = await Promise.all([...inHead, ...inBody].map(({ ended }) => ended));
  for (const answer of answers) assert.ok(answer === '' || statusOf(answer) === 408, answer);
  for (const call of calls) call.destroy();
  context.diagnostic(`the bystander waited at most ${bystander.slowestMs} ms`);
  assert.ok(bystander.slowestMs < 5_000);
  assert.equal(await stored('slow'), 0);
});

test('all that the bystander sent meanwhile is stored, once', async (context) => {
  await bystander.stop();
  assert.ok(bystander.acknowledged > 100);
  await until('all of it is stored', async () => (await stored('bystander')) >= bystander.acknowledged);
  const rows = await stored('bystander');
  assert.ok(rows <= bystander.acknowledged + bystander.interrupted, `${rows} rows`);
  context.diagnostic(`${bystander.acknowledged} records; ${bystander.interrupted} of an unknown outcome`);
});
