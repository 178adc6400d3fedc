import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isoInstant, type Zone } from './clock';
import { rangeLabel } from './time-range';
import { readTimeText } from './time-text';

const now = Date.UTC(2026, 10, 22, 18, 0, 0); // a Sunday

function read(text: string, zone: Zone = 'utc', nowMs = now): string {
  const reading = readTimeText(text, nowMs, zone);
  if (!reading.range) return reading.why;
  const { range } = reading;
  return range.kind === 'last' ? rangeLabel(range) : `${isoInstant(range.fromNs)} ${isoInstant(range.toNs)}`;
}

test.each([
  ['2h', 'Past 2h'],
  ['Past 15m', 'Past 15m'],
  ['past15m', 'Past 15m'],
  ['last 3 days', 'Last 3 days'],
  ['past hour', 'Past 1h'],
  ['the last week', 'Last 7 days'],
  ['1 week', 'Last 7 days'],
  ['90 minutes', 'Past 90m'],
  ['1h 30m', 'Past 90m'],
  ['1d12h', 'Past 36h'],
  ['2 hours and 5 minutes', 'Past 125m'],
  ['half an hour', 'Past 30m'],
  ['an hour', 'Past 1h'],
  ['1.5h', 'Past 90m'],
  ['0.5s', 'Past 0.5s'],
])('the length %o reaches up to now', (text, label) => expect(read(text)).toBe(label));

test.each([
  ['yesterday', '2026-11-21T00:00:00Z 2026-11-22T00:00:00Z'],
  ['today', '2026-11-22T00:00:00Z 2026-11-22T18:00:00Z'],
  ['2026-11-20', '2026-11-20T00:00:00Z 2026-11-21T00:00:00Z'],
  ['2026/11/3', '2026-11-03T00:00:00Z 2026-11-04T00:00:00Z'],
  ['Nov 20', '2026-11-20T00:00:00Z 2026-11-21T00:00:00Z'],
  ['20th November 2026', '2026-11-20T00:00:00Z 2026-11-21T00:00:00Z'],
  ['sept 1st, 2026', '2026-09-01T00:00:00Z 2026-09-02T00:00:00Z'],
  ['friday', '2026-11-20T00:00:00Z 2026-11-21T00:00:00Z'],
  ['sunday', '2026-11-22T00:00:00Z 2026-11-22T18:00:00Z'],
  ['last sunday', '2026-11-15T00:00:00Z 2026-11-16T00:00:00Z'],
  ['Dec 24', '2025-12-24T00:00:00Z 2025-12-25T00:00:00Z'],
])('the day %o is whole, and today ends now', (text, range) => expect(read(text)).toBe(range));

test.each([
  ['yesterday 3pm to 5pm', '2026-11-21T15:00:00Z 2026-11-21T17:00:00Z'],
  ['yesterday at 3pm until 17:30', '2026-11-21T15:00:00Z 2026-11-21T17:30:00Z'],
  ['Nov 20 03:12 – Nov 21 03:12', '2026-11-20T03:12:00Z 2026-11-21T03:12:00Z'],
  ['2026-11-20 21:00 - 2026-11-21 03:12', '2026-11-20T21:00:00Z 2026-11-21T03:12:00Z'],
  ['2026-11-20T21:00:00.5Z to 2026-11-21T03:12:00+02:00', '2026-11-20T21:00:00.5Z 2026-11-21T01:12:00Z'],
  ['15:00 to 16:30', '2026-11-22T15:00:00Z 2026-11-22T16:30:00Z'],
  ['15:00–16:30', '2026-11-22T15:00:00Z 2026-11-22T16:30:00Z'],
  ['11pm to 1am', '2026-11-21T23:00:00Z 2026-11-22T01:00:00Z'],
  ['friday 22:00 to midnight', '2026-11-20T22:00:00Z 2026-11-21T00:00:00Z'],
  ['between 3pm and 4pm', '2026-11-22T15:00:00Z 2026-11-22T16:00:00Z'],
  ['from monday to wednesday', '2026-11-16T00:00:00Z 2026-11-19T00:00:00Z'],
  ['2h ago to 30m ago', '2026-11-22T16:00:00Z 2026-11-22T17:30:00Z'],
  ['yesterday to now', '2026-11-21T00:00:00Z 2026-11-22T18:00:00Z'],
  ['1795312800 to 1795316400000', '2026-11-22T02:00:00Z 2026-11-22T03:00:00Z'],
  ['12:00:00.000000001 to 12:00:01', '2026-11-22T12:00:00.000000001Z 2026-11-22T12:00:01Z'],
])('%o is from one instant to another', (text, range) => expect(read(text)).toBe(range));

test.each([
  ['since yesterday', '2026-11-21T00:00:00Z 2026-11-22T18:00:00Z'],
  ['from 15:00', '2026-11-22T15:00:00Z 2026-11-22T18:00:00Z'],
  ['yesterday 3pm for 20m', '2026-11-21T15:00:00Z 2026-11-21T15:20:00Z'],
  ['yesterday noon + 1h', '2026-11-21T12:00:00Z 2026-11-21T13:00:00Z'],
])('%o has one instant and a length', (text, range) => expect(read(text)).toBe(range));

test.each([
  ['2026-11-21T03:11:59.98Z', '2026-11-21T02:56:59.98Z 2026-11-21T03:26:59.98Z'],
  ['1795316400', '2026-11-22T02:45:00Z 2026-11-22T03:15:00Z'],
  ['1795316400.25', '2026-11-22T02:45:00.25Z 2026-11-22T03:15:00.25Z'],
  ['1795316400000', '2026-11-22T02:45:00Z 2026-11-22T03:15:00Z'],
  ['1795316400000000', '2026-11-22T02:45:00Z 2026-11-22T03:15:00Z'],
  ['1795316400000000000', '2026-11-22T02:45:00Z 2026-11-22T03:15:00Z'],
  ['around 15:04', '2026-11-22T14:49:00Z 2026-11-22T15:19:00Z'],
  ['yesterday 9am ± 5m', '2026-11-21T08:55:00Z 2026-11-21T09:05:00Z'],
  ['around 20:00', '2026-11-21T19:45:00Z 2026-11-21T20:15:00Z'],
  ['1h ago +- 30s', '2026-11-22T16:59:30Z 2026-11-22T17:00:30Z'],
])('%o is an instant with what is around it', (text, range) => expect(read(text)).toBe(range));

test('an end after now is cut to now and said to be, in every way to write it', () => {
  expect(read('today 5pm to 11pm')).toBe('2026-11-22T17:00:00Z 2026-11-22T18:00:00Z');
  expect(readTimeText('today 5pm to 11pm', now, 'utc')).toMatchObject({ cut: true });
  expect(readTimeText('17:50 for 2h', now, 'utc')).toMatchObject({ cut: true });
  expect(readTimeText('today 5pm to 5:30pm', now, 'utc')).toMatchObject({ cut: false });
});

test.each([
  ['', /^Write a length/],
  ['3', /“3” lacks its unit/],
  ['soon', /“soon” is no time/],
  ['yesterday to soon', /“soon” is no time/],
  ['11/12/2026', /may mean two days/],
  ['1 to 2 to 3', /one start and one end/],
  ['0h', /no time/],
  ['25:99', /no time/],
  ['13pm', /no time/],
  ['feb 30', /no time/],
  ['3pm for ever', /“ever” is no length/],
  ['3pm ± x', /“x” is no length/],
  ['today to yesterday', /end is not after the start/],
  ['2027-01-01 to 2027-01-02', /after now/],
  ['100 000 weeks', /no time/],
  ['9999999 days', /before 1970/],
  ['1960-01-01', /before 1970/],
])('%o is refused with a sentence', (text, why) => expect(read(text)).toMatch(why));

describe('in a zone that changes its clocks', () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env.TZ;
    process.env.TZ = 'Europe/Berlin';
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });
  const march30 = Date.UTC(2026, 2, 29, 22, 30); // Berlin: Mar 30 00:30, the day after one of 23 hours
  const october26 = Date.UTC(2026, 9, 25, 23, 30); // Berlin: Oct 26 00:30, the day after one of 25 hours

  test('times are read in the zone that is chosen, and in the one that is said', () => {
    expect(read('15:00 to 16:00', 'local')).toBe('2026-11-22T14:00:00Z 2026-11-22T15:00:00Z');
    expect(read('15:00 to 16:00', 'utc')).toBe('2026-11-22T15:00:00Z 2026-11-22T16:00:00Z');
    expect(read('15:00 UTC to 17:00 UTC', 'local')).toBe('2026-11-22T15:00:00Z 2026-11-22T17:00:00Z');
    expect(read('2026-07-01 12:00', 'local')).toBe('2026-07-01T09:45:00Z 2026-07-01T10:15:00Z');
  });

  test('yesterday is the day of the calendar, however long it was', () => {
    expect(read('yesterday', 'local', march30)).toBe('2026-03-28T23:00:00Z 2026-03-29T22:00:00Z');
    expect(read('yesterday', 'local', october26)).toBe('2026-10-24T22:00:00Z 2026-10-25T23:00:00Z');
  });

  test('a time that the change leaves out is an hour later; one that comes twice is the first', () => {
    expect(read('yesterday 2:30 to 4:00', 'local', march30)).toBe(
      '2026-03-29T01:30:00Z 2026-03-29T02:00:00Z',
    );
    expect(read('yesterday 2:30 to 4:00', 'local', october26)).toBe(
      '2026-10-25T00:30:00Z 2026-10-25T03:00:00Z',
    );
  });

  test('the night over the change is as long as it was', () => {
    expect(read('2026-10-24 22:00 to 6am', 'local', october26)).toBe(
      '2026-10-24T20:00:00Z 2026-10-25T05:00:00Z',
    );
  });
});
