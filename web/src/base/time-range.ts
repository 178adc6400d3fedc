// The time a page speaks of: the last so-and-so long, or from one instant to another.

import { findInstant, isoInstant, msOfParts, partsOf, rangeText, type Zone } from './clock';
import { nanosFromMs } from './nanos';

export type TimeRange = { kind: 'last'; ms: number } | { kind: 'between'; fromNs: bigint; toNs: bigint };

/** Half-open: fromNs ≤ t < toNs. */
export interface Interval {
  fromNs: bigint;
  toNs: bigint;
}

const kUnits: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The time picker's list, in its order. */
export const kPresets = [
  '1m',
  '5m',
  '15m',
  '30m',
  '45m',
  '1h',
  '3h',
  '6h',
  '12h',
  '1d',
  '2d',
  '7d',
  '14d',
  '30d',
];

export const kDefaultRange: TimeRange = { kind: 'last', ms: 15 * 60_000 };

/** "15m" → 900000. */
export function findSpan(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  return match ? Number(match[1]) * kUnits[match[2]!]! : undefined;
}

/** 900000 → "15m": the address's and the list's word for it. */
function spanName(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'])
    if (ms % kUnits[unit]! === 0) return `${ms / kUnits[unit]!}${unit}`;
  return `${ms / 1000}s`;
}

/** "Past 15m", "Last 1 day": the guide's words. */
export function rangeLabel(range: TimeRange): string {
  if (range.kind === 'between') return 'Custom';
  const days = range.ms / kUnits.d!;
  if (Number.isInteger(days)) return `Last ${days} ${days === 1 ? 'day' : 'days'}`;
  return `Past ${spanName(range.ms)}`;
}

export function resolveRange(range: TimeRange, nowMs: number): Interval {
  if (range.kind === 'between') return { fromNs: range.fromNs, toNs: range.toNs };
  return { fromNs: nanosFromMs(nowMs - range.ms), toNs: nanosFromMs(nowMs) };
}

/** The interval of the same length just before or after; never beyond now. */
export function shiftInterval({ fromNs, toNs }: Interval, direction: -1 | 1, nowMs: number): TimeRange {
  const length = toNs - fromNs;
  const now = nanosFromMs(nowMs);
  const end = toNs + BigInt(direction) * length;
  const to = end > now ? now : end;
  return { kind: 'between', fromNs: to - length, toNs: to };
}

export function formatRange(range: TimeRange): { range?: string; from?: string; to?: string } {
  if (range.kind === 'last') return { range: spanName(range.ms) };
  return { from: isoInstant(range.fromNs), to: isoInstant(range.toNs) };
}

export function parseRange(from?: string, to?: string, range?: string): TimeRange | undefined {
  const a = from === undefined ? undefined : findInstant(from);
  const b = to === undefined ? undefined : findInstant(to);
  if (a !== undefined && b !== undefined && a < b) return { kind: 'between', fromNs: a, toNs: b };
  const ms = range === undefined ? undefined : findSpan(range);
  return ms ? { kind: 'last', ms } : undefined;
}

/** What the time box shows for a range, and reads back. */
export function rangeInput(range: TimeRange, interval: Interval, zone: Zone): string {
  if (range.kind === 'last') return rangeLabel(range);
  return rangeText(Number(interval.fromNs / 1_000_000n), Number(interval.toNs / 1_000_000n), zone);
}

const kDay = 86_400_000;

/**
 * Reads what people type into the time box: "2h", "past 3 days", "today", "yesterday 3pm to 5pm",
 * "Nov 20 03:12 – Nov 21 03:12", ISO dates and times, seconds, milliseconds or nanoseconds since 1970.
 * A single instant means a quarter of an hour on both sides of it; a single day that day.
 * Instants after now are cut to now. Returns undefined for what it cannot read.
 */
export function parseTimeText(text: string, nowMs: number, zone: Zone): TimeRange | undefined {
  const words = text.trim().replace(/\s+/g, ' ');
  const span = parseSpanWords(words);
  if (span !== undefined) return { kind: 'last', ms: span };

  const parts = words.split(/\s+(?:to|until|–|—|-)\s+|\s*(?:→|\.\.+)\s*/i);
  if (parts.length > 2 || !parts[0]) return undefined;
  const start = parsePoint(parts[0], nowMs, zone);
  if (!start) return undefined;
  if (parts.length === 1) {
    if (start.wholeDay) return between(start.ns, start.ns + nanosFromMs(kDay), nowMs);
    return between(start.ns - nanosFromMs(15 * 60_000), start.ns + nanosFromMs(15 * 60_000), nowMs);
  }
  const end = parsePoint(parts[1]!, nowMs, zone, start);
  if (!end) return undefined;
  return between(start.ns, end.wholeDay ? end.ns + nanosFromMs(kDay) : end.ns, nowMs);
}

function between(fromNs: bigint, toNs: bigint, nowMs: number): TimeRange | undefined {
  const now = nanosFromMs(nowMs);
  const to = toNs > now ? now : toNs;
  return fromNs < to ? { kind: 'between', fromNs, toNs: to } : undefined;
}

function parseSpanWords(text: string): number | undefined {
  const match =
    /^(?:(?:past|last)\s+)?(\d+(?:\.\d+)?)?\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/i.exec(
      text,
    );
  if (!match || (match[1] === undefined && !/^(past|last)/i.test(text))) return undefined;
  const ms = Number(match[1] ?? 1) * kUnits[match[2]![0]!.toLowerCase()]!;
  return ms > 0 ? ms : undefined;
}

interface Point {
  ns: bigint;
  wholeDay: boolean;
  dayMs: number; // some instant of the day it names, for an end that names only a time
}

const kMonthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function parsePoint(text: string, nowMs: number, zone: Zone, start?: Point): Point | undefined {
  if (/^now$/i.test(text)) return point(nowMs);
  const past = /^(.+)\s+ago$/i.exec(text);
  if (past) {
    const ms = parseSpanWords(past[1]!);
    return ms === undefined ? undefined : point(nowMs - ms);
  }
  if (/^\d{9,19}$/.test(text)) return parseEpoch(text);
  const iso = parseIso(text, zone);
  if (iso) return iso;
  return parseDayAndTime(text, nowMs, zone, start);
}

function point(ms: number, wholeDay = false): Point {
  return { ns: nanosFromMs(ms), wholeDay, dayMs: ms };
}

function parseEpoch(digits: string): Point {
  const ns =
    BigInt(digits) *
    (digits.length <= 11
      ? 1_000_000_000n
      : digits.length <= 14
        ? 1_000_000n
        : digits.length <= 17
          ? 1000n
          : 1n);
  return { ns, wholeDay: false, dayMs: Number(ns / 1_000_000n) };
}

function parseIso(text: string, zone: Zone): Point | undefined {
  const ns = findInstant(text);
  if (ns === undefined) return undefined;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
  const ms = Number(ns / 1_000_000n);
  const moved = zoned ? ns : ns + nanosFromMs(msOfParts(partsOf(ms, 'utc'), zone) - ms);
  return { ns: moved, wholeDay: text.trim().length === 10, dayMs: Number(moved / 1_000_000n) };
}

/** "yesterday 3pm", "Nov 20 03:12", "15:00", "monday" is not read. */
function parseDayAndTime(text: string, nowMs: number, zone: Zone, start?: Point): Point | undefined {
  const match =
    /^(?:(today|yesterday|([a-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?))?(?:,? ?(?:at )?(\d{1,2})(?::(\d\d))?(?::(\d\d)(?:\.(\d{1,3}))?)? ?(am|pm)?)?$/i.exec(
      text,
    );
  if (!match || !text) return undefined;
  const [, day, month, dayOfMonth, year, hour, minute, second, fraction, half] = match;
  if (hour !== undefined && minute === undefined && half === undefined) return undefined;

  const base = partsOf(day === undefined && start ? start.dayMs : nowMs, zone);
  if (day?.toLowerCase() === 'yesterday') Object.assign(base, partsOf(nowMs - kDay, zone));
  if (month !== undefined) {
    const index = kMonthNames.indexOf(month.slice(0, 3).toLowerCase());
    if (index < 0) return undefined;
    base.month = index + 1;
    base.day = Number(dayOfMonth);
    if (year !== undefined) base.year = Number(year);
    else if (msOfParts({ ...base, hour: 0, minute: 0, second: 0, ms: 0 }, zone) > nowMs) base.year -= 1;
  }
  if (hour === undefined)
    return day === undefined ? undefined : point(msOfParts({ ...base, ...kMidnight }, zone), true);
  const h = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (h > 24 || Number(minute ?? 0) > 59) return undefined;
  const time = {
    hour: h,
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: Number((fraction ?? '').padEnd(3, '0')),
  };
  return point(msOfParts({ ...base, ...time }, zone));
}

const kMidnight = { hour: 0, minute: 0, second: 0, ms: 0 };
