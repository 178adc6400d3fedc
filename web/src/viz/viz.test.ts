import { expect, test } from 'vitest';
import type { HistogramBucket } from '../api/types';
import { addBuckets, groupTotals, shapeBars, shapeBefore } from './histogram-shape';
import { gridValues, limbTicks } from './limb';

const minute = 60_000;
const start = Date.UTC(2026, 10, 21, 0, 0);
const ns = (ms: number) => `${ms}000000`;
const bucket = (ms: number, counts: Record<string, string>): HistogramBucket => ({
  start_ns: ns(ms),
  counts,
});

test('every bucket of the range has a bar, also those without rows', () => {
  const bars = shapeBars(
    [bucket(start + 15 * minute, { info: '5' })],
    ns(15 * minute),
    start,
    start + 60 * minute,
  );
  expect(bars.map((bar) => bar.total)).toEqual([0, 5, 0, 0]);
  expect(bars[1]).toMatchObject({ startMs: start + 15 * minute, endMs: start + 30 * minute, share: 1 });
});

test('buckets that the range cuts know how much of them is left', () => {
  const from = start + 3 * minute;
  const bars = shapeBars([bucket(start, { info: '1' })], ns(15 * minute), from, from + 15 * minute);
  expect(bars.map((bar) => bar.share)).toEqual([0.8, 0.2]);
  expect(bars[0]!.total).toBe(1);
});

test('the period before lies on the places of this one', () => {
  const bars = shapeBefore(
    [bucket(start - 45 * minute, { info: '5' })],
    ns(15 * minute),
    start,
    start + 60 * minute,
  );
  expect(bars.map((bar) => [(bar.startMs - start) / minute, bar.total])).toEqual([
    [0, 0],
    [15, 5],
    [30, 0],
    [45, 0],
  ]);
});

test('severities gather in four groups; debug and unknown words are calm', () => {
  const bars = shapeBars(
    [bucket(start, { error: '2', ERROR: '1', fatal: '1', warn: '4', info: '8', debug: '1', odd: '1' })],
    ns(minute),
    start,
    start + minute,
  );
  expect(bars[0]!.counts).toEqual({ fatal: 1, error: 3, warn: 4, calm: 10 });
  expect(bars[0]!.total).toBe(18);
});

test('nothing has arrived yet: no bars', () => {
  expect(shapeBars([], '0', start, start + minute)).toEqual([]);
});

test('buckets need not start at multiples of their size', () => {
  const odd = start + 7 * minute;
  const bars = shapeBars([bucket(odd, { info: '3' })], ns(15 * minute), start, start + 30 * minute);
  expect(bars.map((bar) => [bar.startMs - start, bar.total])).toEqual([
    [-8 * minute, 0],
    [7 * minute, 3],
    [22 * minute, 0],
  ]);
});

test('windows add up; a bucket two windows share is summed, beyond 53 bits too', () => {
  const first = [bucket(start, { info: '9007199254740993' })];
  const sum = addBuckets(first, [
    bucket(start, { info: '2', error: '1' }),
    bucket(start - minute, { info: '1' }),
  ]);
  expect(sum).toEqual([
    bucket(start, { info: '9007199254740995', error: '1' }),
    bucket(start - minute, { info: '1' }),
  ]);
});

test('the legend leaves out groups that do not occur', () => {
  expect(groupTotals([bucket(start, { error: '2', info: '5', debug: '1' })])).toEqual([
    { group: 'error', count: 2, texts: ['error'] },
    { group: 'calm', count: 6, texts: ['info', 'debug'] },
  ]);
});

test('a day has a label every three hours, and midnight says the date', () => {
  const from = start - 21 * 60 * minute; // Nov 20 03:00
  const labels = limbTicks(from, from + 24 * 60 * minute, 1100, 'utc').filter(
    (tick) => tick.label !== undefined,
  );
  expect(labels.map((tick) => tick.label)).toEqual([
    '03:00',
    '06:00',
    '09:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    'Nov 21',
    '03:00',
  ]);
  expect(labels.filter((tick) => tick.isDay).map((tick) => tick.label)).toEqual(['Nov 21']);
});

test('narrow axes have fewer labels, never closer than they can be read', () => {
  for (const width of [80, 300, 700, 1400])
    for (const length of [1000, 90_000, 15 * minute, 6 * 60 * minute, 30 * 24 * 60 * minute]) {
      const labels = limbTicks(start, start + length, width, 'utc').filter(
        (tick) => tick.label !== undefined,
      );
      for (let i = 1; i < labels.length; i++)
        expect(((labels[i]!.ms - labels[i - 1]!.ms) / length) * width).toBeGreaterThanOrEqual(84);
    }
});

test('seconds show only on axes that need them', () => {
  const labels = (length: number) =>
    limbTicks(start + 1000, start + 1000 + length, 600, 'utc').flatMap((tick) => tick.label ?? []);
  expect(labels(60_000)).toContain('00:00:15');
  expect(labels(15 * minute)).toContain('00:05');
});

test('no width, no ticks', () => {
  expect(limbTicks(start, start + minute, 0, 'utc')).toEqual([]);
  expect(limbTicks(start, start, 100, 'utc')).toEqual([]);
});

test('the grid has two to four round lines, whole ones for counts', () => {
  expect(gridValues(560_000)).toEqual([200_000, 400_000]);
  expect(gridValues(9900)).toEqual([2500, 5000, 7500]);
  expect(gridValues(3)).toEqual([1, 2, 3]);
  expect(gridValues(0)).toEqual([]);
  for (let max = 4; max < 1e7; max = Math.ceil(max * 1.07)) {
    const lines = gridValues(max);
    expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBeLessThanOrEqual(4);
    expect(lines.at(-1)).toBeLessThanOrEqual(max);
  }
});
