import { expect, test } from 'vitest';
import { findInstant, isoInstant, rangeText, stamp, zoneName } from './clock';

const ns = 1795317119981336904n; // 2026-11-22T03:11:59.981336904Z

test('a stamp keeps every nanosecond', () => {
  expect(stamp(ns, 'utc')).toEqual({ date: 'Nov 22', time: '03:11:59.981', rest: '336 904' });
});

test('an instant survives the way through its text, to the nanosecond', () => {
  expect(isoInstant(ns)).toBe('2026-11-22T03:11:59.981336904Z');
  expect(findInstant(isoInstant(ns))).toBe(ns);
  expect(isoInstant(1795316400000000000n)).toBe('2026-11-22T03:00:00Z');
});

test('an instant is read with an offset, without seconds, without a time', () => {
  expect(findInstant('2026-11-22T05:00:00+02:00')).toBe(1795316400000000000n);
  expect(findInstant('2026-11-22 03:00')).toBe(1795316400000000000n);
  expect(findInstant('2026-11-22')).toBe(1795305600000000000n);
  expect(findInstant('2026-13-40')).toBeUndefined();
  expect(findInstant('yesterday')).toBeUndefined();
});

test('a range names the second day only when it is another', () => {
  const day = Date.UTC(2026, 10, 20, 3, 12);
  expect(rangeText(day, day + 86_400_000, 'utc')).toBe('Nov 20 03:12 – Nov 21 03:12');
  expect(rangeText(day, day + 3_600_000, 'utc')).toBe('Nov 20 03:12 – 04:12');
  expect(rangeText(day, day + 5000, 'utc')).toBe('Nov 20 03:12:00 – 03:12:05');
});

test('UTC is called UTC', () => {
  expect(zoneName('utc')).toBe('UTC');
});
