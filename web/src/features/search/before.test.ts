import { expect, test } from 'vitest';
import { changeText, intervalBefore } from './before';

test('the period before is as long, and ends where this one begins', () => {
  expect(intervalBefore({ fromNs: 100n, toNs: 130n })).toEqual({ fromNs: 70n, toNs: 100n });
  expect(intervalBefore({ fromNs: 10n, toNs: 130n })).toEqual({ fromNs: 0n, toNs: 10n });
});

test('the change is told in shares of what was before', () => {
  expect(changeText('150', '100')).toBe('+50.0 %');
  expect(changeText('50', '100')).toBe('−50.0 %');
  expect(changeText('100', '100')).toBe('the same');
  expect(changeText('100', '0')).toBeUndefined();
});
