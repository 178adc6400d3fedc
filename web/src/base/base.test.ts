import { expect, test } from 'vitest';
import { keyName } from './hotkeys';
import { kDefaultPreferences, readPreferences } from './preferences';
import { kMostRemembered, withSearch } from './query-history';
import { slotOf } from './service-slots';
import { severityOf, standsOut } from './severity';

test('severities are read from the many ways they are written', () => {
  const read = [
    'FATAL',
    'critical',
    'Error',
    'err',
    'STATUS_CODE_ERROR',
    'warning',
    'notice',
    'information',
    'TRACE',
    '',
    undefined,
  ];
  expect(read.map(severityOf)).toEqual([
    'fatal',
    'fatal',
    'error',
    'error',
    'error',
    'warn',
    'info',
    'info',
    'debug',
    'info',
    'info',
  ]);
  expect(['error', 'warn', 'info'].map((word) => standsOut(severityOf(word)))).toEqual([true, true, false]);
});

test('a service has the colour that the team gave it, and its own until it has one', () => {
  const given = new Map([['cart', 3], ['the fourteenth', 13]]); // prettier-ignore
  expect(slotOf(given, 'cart')).toEqual({ slot: 3, hollow: false });
  expect(slotOf(given, 'the fourteenth')).toEqual({ slot: 1, hollow: true });
  expect(slotOf(given, 'unknown')).toEqual(slotOf(new Map(), 'unknown'));
  expect(slotOf(given, 'unknown').hollow).toBe(false);
});

test('stored preferences of another shape fall back one by one', () => {
  expect(readPreferences(null)).toEqual(kDefaultPreferences);
  expect(readPreferences('not json')).toEqual(kDefaultPreferences);
  expect(readPreferences('[1]')).toEqual(kDefaultPreferences);
  const read = readPreferences('{"theme":"light","panelWidth":"wide","foldedFields":"x","unknown":1}');
  expect(read).toEqual({ ...kDefaultPreferences, theme: 'light' });
});

test('⌘ and Ctrl are one modifier', () => {
  const key = { key: 'Enter', ctrlKey: false, metaKey: false, altKey: false };
  expect(keyName({ ...key, metaKey: true })).toBe('mod+Enter');
  expect(keyName({ ...key, ctrlKey: true })).toBe('mod+Enter');
  expect(keyName(key)).toBe('Enter');
});

test('a search that is run again comes to the front once, and the oldest are forgotten', () => {
  expect(withSearch(['b', 'a'], ' a ')).toEqual(['a', 'b']);
  expect(withSearch(['a'], '  ')).toEqual(['a']);
  expect(withSearch(['a'], 'x'.repeat(3000))).toEqual(['a']);
  let history: string[] = [];
  for (let i = 0; i < 80; i++) history = withSearch(history, `search ${i}`);
  expect(history).toHaveLength(kMostRemembered);
  expect(history[0]).toBe('search 79');
});
