// The time a page speaks of: the last so-and-so long, or from one instant to another.

import { findInstant, isoInstant, rangeText, type Zone } from './clock';
import { nanosFromMs } from './nanos';
import { findSpan, spanName } from './time-span';

export type TimeRange = { kind: 'last'; ms: number } | { kind: 'between'; fromNs: bigint; toNs: bigint };

/** Half-open: fromNs ≤ t < toNs. */
export interface Interval {
  fromNs: bigint;
  toNs: bigint;
}

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

/** "Past 15m", "Last 1 day": the guide's words. */
export function rangeLabel(range: TimeRange): string {
  if (range.kind === 'between') return 'Custom';
  const days = range.ms / 86_400_000;
  if (Number.isInteger(days)) return `Last ${days} ${days === 1 ? 'day' : 'days'}`;
  return `Past ${spanName(range.ms)}`;
}

export function resolveRange(range: TimeRange, nowMs: number): Interval {
  if (range.kind === 'between') return { fromNs: range.fromNs, toNs: range.toNs };
  return { fromNs: nanosFromMs(Math.max(0, nowMs - range.ms)), toNs: nanosFromMs(nowMs) };
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
