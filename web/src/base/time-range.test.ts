import { expect, test } from 'vitest';
import { isoInstant } from './clock';
import {
  formatRange,
  kPresets,
  findSpan,
  parseRange,
  parseTimeText,
  rangeLabel,
  resolveRange,
  shiftInterval,
  type TimeRange,
} from './time-range';

const now = Date.UTC(2026, 10, 22, 18, 0, 0);

function read(text: string): string | undefined {
  const range = parseTimeText(text, now, 'utc');
  if (!range) return undefined;
  return range.kind === 'last' ? rangeLabel(range) : `${isoInstant(range.fromNs)} ${isoInstant(range.toNs)}`;
}

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

test('lengths are read with and without words', () => {
  expect(read('2h')).toBe('Past 2h');
  expect(read('Past 15m')).toBe('Past 15m');
  expect(read('last 3 days')).toBe('Last 3 days');
  expect(read('past hour')).toBe('Past 1h');
  expect(read('1 week')).toBe('Last 7 days');
  expect(read('90 minutes')).toBe('Past 90m');
});

test('days are whole, today ends now', () => {
  expect(read('yesterday')).toBe('2026-11-21T00:00:00Z 2026-11-22T00:00:00Z');
  expect(read('today')).toBe('2026-11-22T00:00:00Z 2026-11-22T18:00:00Z');
  expect(read('2026-11-20')).toBe('2026-11-20T00:00:00Z 2026-11-21T00:00:00Z');
});

test('two instants make a range; the second takes the day of the first', () => {
  expect(read('yesterday 3pm to 5pm')).toBe('2026-11-21T15:00:00Z 2026-11-21T17:00:00Z');
  expect(read('Nov 20 03:12 – Nov 21 03:12')).toBe('2026-11-20T03:12:00Z 2026-11-21T03:12:00Z');
  expect(read('2026-11-20 21:00 - 2026-11-21 03:12')).toBe('2026-11-20T21:00:00Z 2026-11-21T03:12:00Z');
  expect(read('15:00 to 16:30')).toBe('2026-11-22T15:00:00Z 2026-11-22T16:30:00Z');
  expect(read('2h ago to 30m ago')).toBe('2026-11-22T16:00:00Z 2026-11-22T17:30:00Z');
  expect(read('yesterday to now')).toBe('2026-11-21T00:00:00Z 2026-11-22T18:00:00Z');
});

test('a single instant means a quarter of an hour on both sides', () => {
  expect(read('2026-11-21T03:11:59.98Z')).toBe('2026-11-21T02:56:59.98Z 2026-11-21T03:26:59.98Z');
  expect(read('1795316400')).toBe('2026-11-22T02:45:00Z 2026-11-22T03:15:00Z');
  expect(read('1795316400000000000')).toBe('2026-11-22T02:45:00Z 2026-11-22T03:15:00Z');
});

test('a month without a year is the last such month', () => {
  expect(read('Dec 24')).toBe('2025-12-24T00:00:00Z 2025-12-25T00:00:00Z');
});

test('ends after now are cut to now, and what lies wholly after it is refused', () => {
  expect(read('today 5pm to 11pm')).toBe('2026-11-22T17:00:00Z 2026-11-22T18:00:00Z');
  expect(read('2027-01-01 to 2027-01-02')).toBeUndefined();
});

test.each(['', 'soon', '3', 'a to b', '1 to 2 to 3', '25:99', 'h', '0h'])(
  '%o is not a time range',
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);

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
