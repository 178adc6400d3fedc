import { expect, test } from 'vitest';
import { fits, fitting } from './fuzzy';

const list = [
  'Search',
  'Saved Searches',
  'Theme: Dark',
  'Theme: Light',
  'Last 1 day',
  'Past 15m',
  'Demo Traces',
];
const found = (typed: string) => fitting(list, typed, (text) => text);

test('letters in order fit, and beginnings of words are better', () => {
  expect(found('ss')[0]).toBe('Saved Searches');
  expect(found('dark')).toEqual(['Theme: Dark']);
  expect(found('thl')[0]).toBe('Theme: Light');
  expect(found('sear')[0]).toBe('Search');
});

test('parts may come in any order; what does not fit is left out', () => {
  expect(found('day last')).toEqual(['Last 1 day']);
  expect(found('traces demo')).toEqual(['Demo Traces']);
  expect(found('xyz')).toEqual([]);
  expect(fits('ba', 'ab')).toBeUndefined();
});

test('without anything typed all are there, in their order', () => {
  expect(found('  ')).toEqual(list);
});
