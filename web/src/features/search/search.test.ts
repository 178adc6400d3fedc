import { expect, test } from 'vitest';
import type { ResultRow, Source } from '../../api/types';
import { parseSearchLink } from '../../links/search-link';
import { kNoBucketsYet, reduceHistogram, totalOf } from './histogram-state';
import { kNoRowsYet, reduceRows } from './rows-state';
import { raisedLimitMs, shapeChart } from './shape';
import { chooseSource, documentTitle, filtersFor, intentOf, isDirty } from './state';
import { kNoTail, kTailRows, newestFirst, reduceTail, type TailState } from './tail-state';

const kEmptySearch = parseSearchLink({});

const source = (id: string, name: string): Source => ({
  id,
  name,
  kind: 'log',
  database: 'd',
  table: 't',
  timestamp: 'Timestamp',
  default_select: [],
});
const sources = [source('a.logs', 'Logs'), source('b.logs', 'Demo Logs')];
const row = (id: number, time = id): ResultRow => ({
  id: String(id),
  time_ns: `1${String(time).padStart(18, '0')}`,
  cells: [],
});
const run = { rows_read: '9', bytes_read: '1', elapsed_ms: 1, sql: [], complete: true };

test('a source is found by id or by name; a wrong one is told', () => {
  expect(chooseSource(sources, 'b.logs', '').source?.name).toBe('Demo Logs');
  expect(chooseSource(sources, 'Demo Logs', '').source?.id).toBe('b.logs');
  expect(chooseSource(sources, undefined, 'b.logs').source?.id).toBe('b.logs');
  expect(chooseSource(sources, 'gone', '')).toEqual({ source: sources[0], missing: 'gone' });
  expect(chooseSource([], 'gone', '')).toEqual({ source: undefined, missing: undefined });
});

test('an intent holds instants as decimal strings and leaves out what is empty', () => {
  const interval = { fromNs: 1n, toNs: 1795317119981336904n };
  expect(intentOf(kEmptySearch, sources[0]!, interval)).toEqual({
    source: 'a.logs',
    from_ns: '1',
    to_ns: '1795317119981336904',
    language: 'lucene',
  });
  const filters = [{ field: 'a', op: 'include' as const, values: ['1'] }];
  expect(intentOf({ ...kEmptySearch, where: 'x', filters }, sources[0]!, interval)).toMatchObject({
    text: 'x',
    filters,
  });
});

test('the form is dirty while it differs from what is shown', () => {
  expect(isDirty({ where: '', language: 'lucene' }, kEmptySearch)).toBe(false);
  expect(isDirty({ where: 'a', language: 'lucene' }, kEmptySearch)).toBe(true);
  expect(isDirty({ where: '', language: 'sql' }, kEmptySearch)).toBe(true);
});

test('another source keeps the filters it can answer', () => {
  const fields = [
    { name: 'ServiceName', type: 'String', kind: 'column' as const },
    { name: 'ResourceAttributes.a', type: 'String', kind: 'key' as const, column: 'ResourceAttributes' },
  ];
  const include = (field: string) => ({ field, op: 'include' as const, values: ['x'] });
  const { kept, dropped } = filtersFor(
    [include('ServiceName'), include('ResourceAttributes.b'), include('StatusCode')],
    fields,
  );
  expect(kept.map((filter) => filter.field)).toEqual(['ServiceName', 'ResourceAttributes.b']);
  expect(dropped.map((filter) => filter.field)).toEqual(['StatusCode']);
});

test('the tab says what is looked for', () => {
  expect(documentTitle(kEmptySearch, sources[1])).toBe('Demo Logs · Sextant');
  expect(documentTitle({ ...kEmptySearch, where: 'visa' }, sources[1])).toBe('visa · Demo Logs · Sextant');
});

test('rows gather over events and pages, each once', () => {
  const first = [{ event: 'columns' as const, columns: [] }, { event: 'rows' as const, rows: [row(3), row(2)] }, { event: 'done' as const, ...run, next: 'n' }].reduce(reduceRows, kNoRowsYet); // prettier-ignore
  expect(first.done?.next).toBe('n');
  const second = reduceRows({ ...first, done: undefined }, { event: 'rows', rows: [row(2), row(1)] });
  expect(second.rows.map((r) => r.id)).toEqual(['3', '2', '1']);
});

test('the total is the sum of what has arrived until the answer says it', () => {
  const some = reduceHistogram(kNoBucketsYet, {
    event: 'buckets',
    bucket_ns: '60',
    buckets: [{ start_ns: '0', counts: { info: '5', error: '2' } }],
  });
  expect(totalOf(some)).toBe('7');
  expect(totalOf(reduceHistogram(some, { event: 'done', ...run, total: '9', bucket_ns: '60' }))).toBe('9');
});

const streamed = { error: undefined, waiting: undefined, stop: () => undefined, again: () => undefined };

test('time that was not read is told apart from time without rows', () => {
  const interval = { fromNs: 0n, toNs: 600_000_000_000n };
  const partial = {
    ...kNoBucketsYet,
    bucketNs: '60000000000',
    progress: { event: 'progress' as const, rows_read: '1', elapsed_ms: 1, read_from_ns: '300000000000' },
  };
  expect(shapeChart({ ...streamed, state: partial, busy: true, stopped: false }, interval).unread).toEqual({
    fromMs: 0,
    toMs: 300_000,
    words: 'not read yet',
  });
  const whole = reduceHistogram(partial, { event: 'done', ...run, total: '0', bucket_ns: '60000000000' });
  expect(
    shapeChart({ ...streamed, state: whole, busy: false, stopped: false }, interval).unread,
  ).toBeUndefined();
});

test('Live Tail merges by time, each row once, and lets the oldest go', () => {
  expect(newestFirst([row(5), row(2)], [row(4), row(2)]).map((r) => r.id)).toEqual(['5', '4', '2']);
  expect(newestFirst([row(9, 1)], [row(1, 2)]).map((r) => r.id)).toEqual(['1', '9']);
  const many = Array.from({ length: kTailRows }, (_, i) => row(i));
  const merged = newestFirst([row(5000)], many);
  expect(merged).toHaveLength(kTailRows);
  expect([merged[0]!.id, merged.at(-1)!.id]).toEqual(['5000', '1']);
});

test('a paused Live Tail holds still, counts what is newer, and shows it on resume', () => {
  const start = reduceTail(kNoTail, { event: 'rows', rows: [row(1)] });
  const paused = reduceTail(start, { event: 'pause', reason: 'you scrolled', atMs: 7 });
  const later = [{ event: 'rows' as const, rows: [row(3), row(2)] }, { event: 'skipped' as const, rows: '40' }].reduce<TailState>(reduceTail, paused); // prettier-ignore
  expect(later.rows.map((r) => r.id)).toEqual(['1']);
  expect(later.newer).toBe(42);
  expect(reduceTail(later, { event: 'pause', reason: 'a row is open', atMs: 9 }).paused).toEqual({
    reason: 'you scrolled',
    atMs: 7,
  });
  const resumed = reduceTail(later, { event: 'resume' });
  expect(resumed.rows.map((r) => r.id)).toEqual(['3', '2', '1']);
  expect([resumed.newer, resumed.paused, resumed.held]).toEqual([0, undefined, []]);
});

test('what is held while paused is bounded', () => {
  let state = reduceTail(kNoTail, { event: 'pause', reason: 'you paused it', atMs: 0 });
  for (let i = 0; i < 3; i++)
    state = reduceTail(state, {
      event: 'rows',
      rows: Array.from({ length: 600 }, (_, k) => row(i * 600 + k)),
    });
  expect([state.held.length, state.newer]).toEqual([kTailRows, 1800]);
});

test('a time limit can be raised as far as the server allows, and no other limit can', () => {
  const cut = { cut_by: 'time_limit' as const, cut_at: '60000', can_raise_to: '900000' };
  expect(raisedLimitMs(cut)).toBe(300_000);
  expect(raisedLimitMs({ ...cut, cut_at: '100' })).toBe(1000);
  expect(raisedLimitMs({ ...cut, cut_at: '600000' })).toBe(900_000);
  expect(raisedLimitMs({ ...cut, cut_at: '900000' })).toBeUndefined();
  expect(raisedLimitMs({ ...cut, cut_by: 'memory_limit' })).toBeUndefined();
});

test('rows that may have come unheard while paused are told, and forgotten on resume', () => {
  const paused = reduceTail(kNoTail, { event: 'pause', reason: 'you paused it', atMs: 1 });
  expect(reduceTail(kNoTail, { event: 'gap' }).gap).toBe(false);
  const unheard = reduceTail(paused, { event: 'gap' });
  expect(unheard.gap).toBe(true);
  expect(reduceTail(unheard, { event: 'resume' }).gap).toBe(false);
});
