// What people type into the time box → a time range, or a sentence that says why it is none.
//
// Lengths up to now: "2h", "past 3 days". Days: "yesterday", "nov 20". Two instants: "yesterday 3pm to 5pm",
// "2026-11-20 21:00 – 2026-11-21 03:12". From an instant on: "since monday", "3pm for 20m". Around one: "around
// 15:04", "1795316400 ± 5m"; an instant alone means a quarter of an hour on both sides. Ends after now are cut.

import { type Zone } from './clock';
import { nanosFromMs } from './nanos';
import { findPoint, type Point } from './time-point';
import { findSpanWords } from './time-span';
import type { TimeRange } from './time-range';

export type Reading =
  | { range: TimeRange; cut: boolean } // cut: its end lay after now
  | { range: undefined; why: string };

export const kAroundMs = 15 * 60_000;

const kHelp = 'Write a length such as 2h, a day, or two instants with “to” between them.';

export function readTimeText(text: string, nowMs: number, zone: Zone): Reading {
  const words = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(past|last)(?=\d)/i, '$1 ');
  if (words === '') return no(kHelp);
  const span = findSpanWords(words);
  if (span !== undefined) return upToNow(span, nowMs);

  const at: At = (part, start) => findPoint(part, nowMs, zone, start);
  const since = /^(?:since|from|after) (.+)$/i.exec(words);
  const alone = since && at(since[1]!);
  if (alone) return between(alone.ns, nanosFromMs(nowMs), nowMs);

  const around = /^(?:around|about|near) (.+)$/i.exec(words);
  const middle = /^(.+?) ?(?:±|\+-|\+\/-) ?(.+)$/.exec(around?.[1] ?? words);
  if (around || middle) return readAround(middle?.[1] ?? around![1]!, middle?.[2], at, nowMs);

  const lasting = /^(.+?) (?:for|\+) ?(.+)$/i.exec(words);
  if (lasting) return readLasting(lasting[1]!, lasting[2]!, at, nowMs);
  return readEnds(words, at, nowMs);
}

type At = (part: string, start?: Point) => Point | undefined;

function readAround(what: string, width: string | undefined, at: At, nowMs: number): Reading {
  const point = at(what);
  const ms = width === undefined ? kAroundMs : findSpanWords(width);
  if (!point) return unread(what);
  return ms === undefined ? unreadLength(width!) : aroundInstant(point.ns, ms, nowMs);
}

/** `ms` on each side of it. */
export function aroundInstant(ns: bigint, ms: number, nowMs: number): Reading {
  return between(ns - nanosFromMs(ms), ns + nanosFromMs(ms), nowMs);
}

function readLasting(what: string, length: string, at: At, nowMs: number): Reading {
  const start = at(what.replace(/^from /i, ''));
  const ms = findSpanWords(length);
  if (!start) return unread(what);
  return ms === undefined ? unreadLength(length) : between(start.ns, start.ns + nanosFromMs(ms), nowMs);
}

const kBetween = /\s+(?:to|until|till|–|—|-|→)\s+|\s*(?:→|–|—|\.\.+)\s*/i;

function readEnds(words: string, at: At, nowMs: number): Reading {
  const inner = /^between (.+) and (.+)$/i.exec(words);
  const parts = inner ? [inner[1]!, inner[2]!] : words.replace(/^from /i, '').split(kBetween);
  if (parts.length > 2) return no('A time range has one start and one end.');
  const start = at(parts[0]!);
  if (!start) return unread(parts[0]!);
  if (parts.length === 1)
    return start.endNs > start.ns
      ? between(start.ns, start.endNs, nowMs)
      : aroundInstant(start.ns, kAroundMs, nowMs);
  const end = at(parts[1]!, start);
  if (!end) return unread(parts[1]!);
  return between(start.ns, end.endNs, nowMs);
}

function upToNow(ms: number, nowMs: number): Reading {
  return ms > nowMs ? no(kTooEarly) : { range: { kind: 'last', ms }, cut: false };
}

const kTooEarly = 'Times before 1970 cannot be asked for.';

/** The range, its end no later than now. */
export function between(fromNs: bigint, toNs: bigint, nowMs: number): Reading {
  const now = nanosFromMs(nowMs);
  if (fromNs < 0n) return no(kTooEarly);
  if (toNs <= fromNs) return no('The end is not after the start.');
  if (fromNs >= now) return no('That is after now: nothing can have been received yet.');
  return { range: { kind: 'between', fromNs, toNs: toNs > now ? now : toNs }, cut: toNs > now };
}

function unread(part: string): Reading {
  if (/^\d{1,2}\/\d{1,2}(\/\d{2,4})?\b/.test(part))
    return no(`“${part}” may mean two days. Write the month as a word, or 2026-11-20.`);
  if (/^\d{1,3}$/.test(part))
    return no(`“${part}” lacks its unit. Write 15m, 2h, 3 days, or a time such as 3pm.`);
  return no(`“${part}” is no time that can be read. ${kHelp}`);
}

const unreadLength = (part: string) => no(`“${part}” is no length. Write 30s, 15m, 2h or 3 days.`);

function no(why: string): Reading {
  return { range: undefined, why };
}
