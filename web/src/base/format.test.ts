import { expect, test } from 'vitest';
import { ago, duration, elapsed, exact, plural, share, short, span, tick } from './format';

test('totals are exact, with separators, from numbers and from decimal strings beyond 53 bits', () => {
  expect(exact(38838738)).toBe('38,838,738');
  expect(exact('9007199254740993')).toBe('9,007,199,254,740,993');
  expect(exact(-5)).toBe('−5');
});

test('facets show three digits and a letter, small counts whole', () => {
  expect(short(0)).toBe('0');
  expect(short(9999)).toBe('9,999');
  expect(short(18214)).toBe('18.2k');
  expect(short(130636)).toBe('131k');
  expect(short(999_999)).toBe('1.00M');
  expect(short(38838738)).toBe('38.8M');
  expect(short(2_400_000_000)).toBe('2.40B');
});

test('axis labels drop digits that are only zeros', () => {
  expect([0, 500, 2500, 400_000, 1_000_000].map(tick)).toEqual(['0', '500', '2.5k', '400k', '1M']);
});

test('durations have three digits and a unit', () => {
  expect(duration(0)).toBe('0 s');
  expect(duration(850)).toBe('850 ns');
  expect(duration(2_500)).toBe('2.50 µs');
  expect(duration(410_000)).toBe('0.41 ms');
  expect(duration(88_400_000)).toBe('88.4 ms');
  expect(duration(876_000_000)).toBe('876 ms');
  expect(duration(1_120_000_000)).toBe('1.12 s');
  expect(duration(138e9)).toBe('2.30 min');
  expect(duration(2 * 86400e9)).toBe('2.00 d');
});

test('a duration that rounds up to the next unit is written in it', () => {
  expect(duration(999_999_999)).toBe('1.00 s');
});

test('time taken is whole milliseconds, then seconds', () => {
  expect([0.2, 412.4, 1534, 60_000].map(elapsed)).toEqual(['< 1 ms', '412 ms', '1.53 s', '60.0 s']);
});

test('ages grow coarser as they grow', () => {
  expect(ago(900)).toBe('0.9 s ago');
  expect(ago(14_000)).toBe('14 s ago');
  expect(ago(240_000)).toBe('4 min ago');
  expect(ago(7_200_000)).toBe('2 h ago');
  expect(ago(3 * 86_400_000)).toBe('3 days ago');
  expect(ago(-50)).toBe('0.0 s ago');
});

test('bucket sizes are whole units', () => {
  expect([900_000, 15_000, 86_400_000, 3_600_000, 500].map(span)).toEqual([
    '15 min',
    '15 s',
    '1 d',
    '1 h',
    '500 ms',
  ]);
});

test('one is singular, also as a string', () => {
  expect(plural('1', 'event')).toBe('1 event');
  expect(plural(0, 'event')).toBe('0 events');
});

test('shares have one decimal, and a little is not nothing', () => {
  expect([0, 0.0001, 0.1234, 1, -0.5, 42.5, -0.0001].map(share)).toEqual([
    '0.0 %',
    '< 0.1 %',
    '12.3 %',
    '100.0 %',
    '−50.0 %',
    '4,250 %',
    '> −0.1 %',
  ]);
});
