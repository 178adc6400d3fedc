// Instants written for people, in UTC or in the browser's own zone.

import { kNsPerMs, msFromNanos, subMillisecondDigits } from './nanos';

export type Zone = 'utc' | 'local';

const kMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface Parts {
  year: number;
  month: number; // 1 – 12
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
}

export function partsOf(ms: number, zone: Zone): Parts {
  const d = new Date(ms);
  return zone === 'utc'
    ? {
        year: d.getUTCFullYear(),
        month: d.getUTCMonth() + 1,
        day: d.getUTCDate(),
        hour: d.getUTCHours(),
        minute: d.getUTCMinutes(),
        second: d.getUTCSeconds(),
        ms: d.getUTCMilliseconds(),
      }
    : {
        year: d.getFullYear(),
        month: d.getMonth() + 1,
        day: d.getDate(),
        hour: d.getHours(),
        minute: d.getMinutes(),
        second: d.getSeconds(),
        ms: d.getMilliseconds(),
      };
}

export function msOfParts(p: Parts, zone: Zone): number {
  const args = [p.year, p.month - 1, p.day, p.hour, p.minute, p.second, p.ms] as const;
  return zone === 'utc' ? Date.UTC(...args) : new Date(...args).getTime();
}

const two = (n: number) => String(n).padStart(2, '0');

/** What to add to UTC milliseconds so that midnight of the zone is a multiple of a day. */
export function zoneOffsetMs(ms: number, zone: Zone): number {
  return zone === 'utc' ? 0 : -new Date(ms).getTimezoneOffset() * 60_000;
}

export function zoneName(zone: Zone, ms: number = 0): string {
  if (zone === 'utc') return 'UTC';
  const minutes = zoneOffsetMs(ms, zone) / 60_000;
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${size % 60 ? `:${two(size % 60)}` : ''}`;
}

/** "Nov 21" */
export function monthDay(ms: number, zone: Zone): string {
  const p = partsOf(ms, zone);
  return `${kMonths[p.month - 1]} ${p.day}`;
}

/** "03:12", with seconds only when asked. */
export function hourMinute(ms: number, zone: Zone, seconds = false): string {
  const p = partsOf(ms, zone);
  return `${two(p.hour)}:${two(p.minute)}${seconds ? `:${two(p.second)}` : ''}`;
}

/** "03:11:59.980" */
function clockTime(ms: number, zone: Zone): string {
  return `${hourMinute(ms, zone, true)}.${String(partsOf(ms, zone).ms).padStart(3, '0')}`;
}

/** "2026-11-21" */
export function isoDate(ms: number, zone: Zone): string {
  const p = partsOf(ms, zone);
  return `${p.year}-${two(p.month)}-${two(p.day)}`;
}

export interface Stamp {
  date: string; // Nov 21
  time: string; // 03:11:59.980
  rest: string; // 884 052
}

export function stamp(ns: bigint | string, zone: Zone): Stamp {
  const nanos = BigInt(ns);
  const ms = msFromNanos(nanos);
  const digits = subMillisecondDigits(nanos);
  return {
    date: monthDay(ms, zone),
    time: clockTime(ms, zone),
    rest: `${digits.slice(0, 3)} ${digits.slice(3)}`,
  };
}

/** "Nov 20 03:12 – Nov 21 03:12"; the second date only when it differs, seconds only when they matter. */
export function rangeText(fromMs: number, toMs: number, zone: Zone): string {
  const seconds = toMs - fromMs < 600_000;
  const a = `${monthDay(fromMs, zone)} ${hourMinute(fromMs, zone, seconds)}`;
  const b = hourMinute(toMs, zone, seconds);
  return monthDay(fromMs, zone) === monthDay(toMs, zone)
    ? `${a} – ${b}`
    : `${a} – ${monthDay(toMs, zone)} ${b}`;
}

/** An instant as an address writes it: ISO 8601, UTC, only as many digits as it has. */
export function isoInstant(ns: bigint): string {
  const text = new Date(msFromNanos(ns)).toISOString(); // …:59.980Z
  const digits = (text.slice(20, 23) + subMillisecondDigits(ns)).replace(/0+$/, '');
  return `${text.slice(0, 19)}${digits ? `.${digits}` : ''}Z`;
}

/** The opposite of isoInstant(); also takes a bare date, minutes without seconds, and an offset. */
export function findInstant(text: string): bigint | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, date, minutes = '00:00', seconds = '00', digits = '', offset = 'Z'] = match;
  const ms = Date.parse(`${date}T${minutes}:${seconds}${offset}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * kNsPerMs + BigInt(digits.padEnd(9, '0'));
}
