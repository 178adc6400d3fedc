import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, errorOfResponse } from './errors';
import { Gate } from './gate';
import { readNdjson } from './ndjson';
import { streamRows } from './streams';
import type { RowsEvent } from './types';

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
}

async function collect<T>(batches: AsyncIterable<T[]>): Promise<T[][]> {
  const all: T[][] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

test('lines are read across chunk borders, also in the middle of a character', async () => {
  const bytes = new TextEncoder().encode('{"a":"⨯é"}\n');
  const chunks = ['{"a":1}\n{"a"', ':2}\n\n', bytes.slice(0, 7), bytes.slice(7), '{"a":3}'];
  expect(await collect(readNdjson(streamOf(...chunks)))).toEqual([
    [{ a: 1 }],
    [{ a: 2 }],
    [{ a: '⨯é' }],
    [{ a: 3 }],
  ]);
});

test('leaving early cancels the body', async () => {
  const cancelled = vi.fn();
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('{}\n')),
    cancel: cancelled,
  });
  for await (const batch of readNdjson(body)) if (batch.length > 0) break;
  expect(cancelled).toHaveBeenCalledOnce();
});

test('no more enter the gate than it has places, and they leave in the order they came', async () => {
  const gate = new Gate(2);
  const signal = new AbortController().signal;
  const [a, b] = [await gate.enter(signal), await gate.enter(signal)];
  const order: string[] = [];
  const third = gate.enter(signal).then((leave) => (order.push('third'), leave));
  const fourth = gate.enter(signal).then((leave) => (order.push('fourth'), leave));
  await Promise.resolve();
  expect(order).toEqual([]);
  a();
  a(); // leaving twice frees one place
  (await third)();
  await fourth;
  expect(order).toEqual(['third', 'fourth']);
  b();
});

test('who gives up waiting at the gate loses nobody’s place', async () => {
  const gate = new Gate(1);
  const leave = await gate.enter(new AbortController().signal);
  const impatient = new AbortController();
  const waiting = gate.enter(impatient.signal);
  impatient.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  leave();
  await expect(gate.enter(new AbortController().signal)).resolves.toBeTypeOf('function');
});

afterEach(() => vi.unstubAllGlobals());

function answer(body: ReadableStream<Uint8Array> | string, status = 200): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
}

const ask = () =>
  streamRows({ source: 's', from_ns: '0', to_ns: '1', limit: 1 }, new AbortController().signal);
const rows: RowsEvent = { event: 'rows', rows: [{ id: '1', time_ns: '5', cells: ['x'] }] };
const done = '{"event":"done","rows_read":"1","bytes_read":"1","elapsed_ms":1,"sql":[],"complete":true}\n';

test('an answer ends after done', async () => {
  answer(streamOf(`${JSON.stringify(rows)}\n`, done, 'never read'));
  expect((await collect(ask())).flat().map((event) => event.event)).toEqual(['rows', 'done']);
});

test('an answer that stops without done is broken off, never taken for a whole', async () => {
  answer(streamOf(`${JSON.stringify(rows)}\n`));
  await expect(collect(ask())).rejects.toMatchObject({ code: 'broken_off', passes: true });
});

test('an error in mid-stream is thrown after the rows before it', async () => {
  answer(
    streamOf(`${JSON.stringify(rows)}\n{"event":"error","code":"timeout","message":"Stopped after 60 s."}\n`),
  );
  const seen: RowsEvent[] = [];
  const read = async () => {
    for await (const batch of ask()) seen.push(...batch);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'timeout',
    message: 'Stopped after 60 s.',
    passes: false,
  });
  expect(seen).toEqual([rows]);
});

test('a refusal keeps its place and fix; a restart passes', async () => {
  answer('{"code":"bad_input","message":"Unclosed quote.","place":{"offset":3,"length":2}}', 400);
  await expect(collect(ask())).rejects.toMatchObject({
    code: 'bad_input',
    body: { place: { offset: 3, length: 2 } },
  });
  answer('{"code":"unavailable","message":"The engine is restarting.","retry_after_ms":500}', 503);
  await expect(collect(ask())).rejects.toMatchObject({ passes: true, body: { retry_after_ms: 500 } });
});

test('words of a proxy become a sentence of ours', async () => {
  const error = await errorOfResponse(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }));
  expect(error).toEqual(new ApiError('unavailable', 'The server answered 502 Bad Gateway.'));
});

test('a server that cannot be reached is said so', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(collect(ask())).rejects.toMatchObject({ code: 'unreachable', passes: true });
});
