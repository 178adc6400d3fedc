import { expect, test } from 'vitest';
import { isoInstant } from './clock';
import {
  formatRange,
  kPresets,
  parseRange,
  rangeLabel,
  resolveRange,
  shiftInterval,
  type TimeRange,
} from './time-range';
import { findSpan } from './time-span';

const now = Date.UTC(2026, 10, 22, 18, 0, 0);

test('the list says the words of the guide', () => {
  const labels = kPresets.map((preset) => rangeLabel({ kind: 'last', ms: findSpan(preset)! }));
  expect(labels).toEqual([
    'Past 1m', 'Past 5m', 'Past 15m', 'Past 30m', 'Past 45m', 'Past 1h', 'Past 3h', 'Past 6h', 'Past 12h',
    'Last 1 day', 'Last 2 days', 'Last 7 days', 'Last 14 days', 'Last 30 days',
  ]); // prettier-ignore
});

test.each<TimeRange>([
  { kind: 'last', ms: 900_000 },
  { kind: 'last', ms: 86_400_000 },
  { kind: 'last', ms: 90_000 },
  { kind: 'between', fromNs: 1795317119981336904n, toNs: 1795317119981336905n },
])('a range survives the way through an address: %o', (range) => {
  const { from, to, range: span } = formatRange(range);
  expect(parseRange(from, to, span)).toEqual(range);
});

test('an address whose end is before its start is no range', () => {
  expect(parseRange('2026-11-22T03:00:00Z', '2026-11-22T02:00:00Z', undefined)).toBeUndefined();
});

test('the last hour is the hour before now', () => {
  const { fromNs, toNs } = resolveRange({ kind: 'last', ms: 3_600_000 }, now);
  expect([isoInstant(fromNs), isoInstant(toNs)]).toEqual(['2026-11-22T17:00:00Z', '2026-11-22T18:00:00Z']);
});

test('earlier moves by the length; later stops at now', () => {
  const hour = resolveRange({ kind: 'last', ms: 3_600_000 }, now);
  const before = shiftInterval(hour, -1, now);
  expect(before).toEqual({
    kind: 'between',
    fromNs: hour.fromNs - (hour.toNs - hour.fromNs),
    toNs: hour.fromNs,
  });
  expect(shiftInterval(hour, 1, now)).toEqual({ kind: 'between', ...hour });
});

test('a length beyond 1970 begins there', () => {
  expect(resolveRange({ kind: 'last', ms: 1e15 }, now).fromNs).toBe(0n);
});
