import { expect, test } from 'vitest';
import { moved, nextSort } from './use-columns';

test('a head sorts its way, then the other way, then not at all', () => {
  const number = { kind: 'duration' as const };
  const first = nextSort(undefined, 'Duration', number);
  expect(first).toEqual({ column: 'Duration', direction: 'descending' });
  const second = nextSort(first, 'Duration', number);
  expect(second?.direction).toBe('ascending');
  expect(nextSort(second, 'Duration', number)).toBeUndefined();
  expect(nextSort(first, 'Body', { kind: 'text' })).toEqual({ column: 'Body', direction: 'ascending' });
});

test('a column moves to its place among the others', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
});
