// One instant, or one day, as people type it: "yesterday 3pm", "Nov 20 03:12", "monday noon", "15:00 UTC",
// "2h ago", ISO 8601, seconds to nanoseconds since 1970. Days and times are those of the zone, so a day may
// have 23 or 25 hours; a time that a change of clocks leaves out is moved on by that hour.

import { findInstant, msOfParts, partsOf, type Zone } from './clock';
import { msFromNanos, nanosFromMs } from './nanos';
import { findSpanWords } from './time-span';

export interface Point {
  ns: bigint;
  endNs: bigint; // of the day it names; ns itself for an instant
}

/**
 * What names only a time means its last one before now; given `start`, the first one after it.
 */
export function findPoint(text: string, nowMs: number, zone: Zone, start?: Point): Point | undefined {
  const words = text.trim().toLowerCase().replace(/^at /, '');
  if (words === 'now') return instant(nanosFromMs(nowMs));
  const past = /^(.+) ago$/.exec(words);
  if (past) {
    const ms = findSpanWords(past[1]!);
    return ms === undefined ? undefined : instant(nanosFromMs(nowMs - ms));
  }
  if (/^\d{9,19}$|^\d{9,10}\.\d{1,9}$/.test(words)) return instant(epoch(words));
  const zoned = /^(.+?) ?(utc|gmt|local)$/.exec(words);
  if (zoned) return findPoint(zoned[1]!, nowMs, zoned[2] === 'local' ? 'local' : 'utc', start);
  return findIso(words) ?? findWholeDay(words, nowMs, zone) ?? findTime(words, nowMs, zone, start);
}

function instant(ns: bigint): Point {
  return { ns, endNs: ns };
}

/** The number of digits tells the unit, for every instant between 1973 and 2286. */
function epoch(digits: string): bigint {
  const [whole = '', fraction = ''] = digits.split('.');
  if (whole.length <= 11) return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
  return BigInt(whole) * (whole.length <= 14 ? 1_000_000n : whole.length <= 17 ? 1000n : 1n);
}

/** With its own zone; what has none is read as a day and a time. */
function findIso(text: string): Point | undefined {
  if (!/T?\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) return undefined;
  const ns = findInstant(text.toUpperCase());
  return ns === undefined ? undefined : instant(ns);
}

interface Day {
  year: number;
  month: number;
  day: number;
}

function findWholeDay(words: string, nowMs: number, zone: Zone): Point | undefined {
  const day = findDay(words, nowMs, zone);
  return day && { ns: dayStart(day, zone), endNs: dayStart(back(day, -1), zone) };
}

const kTime =
  /^(?:(.*?)(?:[, ]+|(?<=\d)t))?(?:at )?(?:(\d{1,2})(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(am|pm)?|(noon|midnight))$/;

function findTime(words: string, nowMs: number, zone: Zone, start?: Point): Point | undefined {
  const match = kTime.exec(words);
  if (!match) return undefined;
  const [, named, hour, minute, second, fraction, half, word] = match;
  if (hour !== undefined && minute === undefined && half === undefined) return undefined;
  const time = readTime(hour, minute, second, half, word);
  if (!time) return undefined;
  const on = (day: Day) =>
    nanosFromMs(msOfParts({ ...day, ...time, ms: 0 }, zone)) + BigInt((fraction ?? '').padEnd(9, '0'));
  if (named) {
    const day = findDay(named, nowMs, zone);
    return day && instant(on(day));
  }
  const usual = dayOfParts(partsOf(start ? msFromNanos(start.ns) : nowMs, zone));
  if (start) return instant(on(usual) > start.ns ? on(usual) : on(back(usual, -1)));
  return instant(on(usual) <= nanosFromMs(nowMs) ? on(usual) : on(back(usual, 1)));
}

function readTime(hour?: string, minute?: string, second?: string, half?: string, word?: string) {
  if (word !== undefined) return { hour: word === 'noon' ? 12 : 0, minute: 0, second: 0 };
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)];
  if (m > 59 || s > 59) return undefined;
  if (half === undefined)
    return h < 24 || (h === 24 && m + s === 0) ? { hour: h, minute: m, second: s } : undefined;
  if (h < 1 || h > 12) return undefined;
  return { hour: (h % 12) + (half === 'pm' ? 12 : 0), minute: m, second: s };
}

const kMonths = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const kWeekdays = 'sun mon tue wed thu fri sat'.split(' ');
const kMonth = '(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?';
const kNamedDay = new RegExp(`^(?:${kMonth} (\\d{1,2})|(\\d{1,2})(?:\\.|st|nd|rd|th)? ${kMonth})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`); // prettier-ignore
const kWeekday = /^(last )?(sun|mon|tue|wed|thu|fri|sat)(?:s|nes|rs|ur)?(?:day)?$/;

function findDay(words: string, nowMs: number, zone: Zone): Day | undefined {
  const today = dayOfParts(partsOf(nowMs, zone));
  if (words === 'today') return today;
  if (words === 'yesterday') return back(today, 1);
  const weekday = kWeekday.exec(words);
  if (weekday) {
    const days = (weekdayOf(today) - kWeekdays.indexOf(weekday[2]!) + 7) % 7;
    return back(today, days === 0 && weekday[1] ? 7 : days);
  }
  const numbers = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(words);
  if (numbers) return real({ year: +numbers[1]!, month: +numbers[2]!, day: +numbers[3]! });
  const named = kNamedDay.exec(words);
  if (!named) return undefined;
  const [, monthFirst, dayAfter, dayFirst, monthAfter, year] = named;
  const month = kMonths.indexOf((monthFirst ?? monthAfter)!.slice(0, 3)) + 1;
  const day = real({ year: Number(year ?? today.year), month, day: Number(dayAfter ?? dayFirst) });
  return day && year === undefined && dayStart(day, zone) > nanosFromMs(nowMs)
    ? { ...day, year: day.year - 1 }
    : day;
}

function dayOfParts({ year, month, day }: Day): Day {
  return { year, month, day };
}

/** Days of the calendar are counted in UTC, where all have 24 hours. */
function back(day: Day, days: number): Day {
  return dayOfParts(partsOf(Date.UTC(day.year, day.month - 1, day.day - days), 'utc'));
}

function weekdayOf(day: Day): number {
  return new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay();
}

function real(day: Day): Day | undefined {
  const same = back(day, 0);
  return same.month === day.month && same.day === day.day ? day : undefined;
}

function dayStart(day: Day, zone: Zone): bigint {
  return nanosFromMs(msOfParts({ ...day, hour: 0, minute: 0, second: 0, ms: 0 }, zone));
}
