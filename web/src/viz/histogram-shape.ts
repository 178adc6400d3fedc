// Counts per bucket and stored severity → bars from the base line up: fatal, error, warn, then the calm rest.

import type { HistogramBucket } from '../api/types';
import { msFromNanos } from '../base/nanos';
import { severityOf } from '../base/severity';

export const kGroups = ['fatal', 'error', 'warn', 'calm'] as const;
export type Group = (typeof kGroups)[number];

export interface Bar {
  startMs: number; // of the whole bucket; the range may cut it
  endMs: number;
  share: number; // how much of the bucket lies in the range, 0 – 1
  counts: Record<Group, number>;
  total: number;
}

export interface GroupTotal {
  group: Group;
  count: number;
  texts: string[]; // as stored, most frequent first
}

export function groupOf(text: string): Group {
  const severity = severityOf(text);
  return severity === 'info' || severity === 'debug' ? 'calm' : severity;
}

/** Bars for every bucket of the range, empty ones too, oldest first. */
export function shapeBars(buckets: HistogramBucket[], bucketNs: string, fromMs: number, toMs: number): Bar[] {
  const size = msFromNanos(bucketNs);
  if (!(size > 0) || !(toMs > fromMs)) return [];
  const counted = new Map<number, Record<Group, number>>();
  for (const bucket of buckets) {
    const start = msFromNanos(bucket.start_ns);
    const counts = counted.get(start) ?? noCounts();
    for (const [text, count] of Object.entries(bucket.counts)) counts[groupOf(text)] += Number(count);
    counted.set(start, counts);
  }
  const some = counted.keys().next().value;
  const phase = some === undefined ? 0 : ((some % size) + size) % size;
  const bars: Bar[] = [];
  for (let start = Math.floor((fromMs - phase) / size) * size + phase; start < toMs; start += size) {
    const counts = counted.get(start) ?? noCounts();
    const share = (Math.min(start + size, toMs) - Math.max(start, fromMs)) / size;
    const total = kGroups.reduce((sum, group) => sum + counts[group], 0);
    bars.push({ startMs: start, endMs: start + size, share, counts, total });
  }
  return bars;
}

/** The period just before, of the same length, moved onto the range so that the two can be compared. */
export function shapeBefore(
  buckets: HistogramBucket[],
  bucketNs: string,
  fromMs: number,
  toMs: number,
): Bar[] {
  const length = toMs - fromMs;
  return shapeBars(buckets, bucketNs, fromMs - length, fromMs).map((bar) => ({
    ...bar,
    startMs: bar.startMs + length,
    endMs: bar.endMs + length,
  }));
}

/** What the legend says; groups that do not occur are left out. */
export function groupTotals(buckets: HistogramBucket[]): GroupTotal[] {
  const byText = new Map<string, number>();
  for (const bucket of buckets)
    for (const [text, count] of Object.entries(bucket.counts))
      byText.set(text, (byText.get(text) ?? 0) + Number(count));
  const texts = [...byText].sort((a, b) => b[1] - a[1]);
  return kGroups
    .map((group) => {
      const own = texts.filter(([text]) => groupOf(text) === group);
      return {
        group,
        count: own.reduce((sum, [, count]) => sum + count, 0),
        texts: own.map(([text]) => text),
      };
    })
    .filter((total) => total.count > 0);
}

function noCounts(): Record<Group, number> {
  return { fatal: 0, error: 0, warn: 0, calm: 0 };
}

/** Adds a window's buckets to those already here; a bucket that two windows share is summed. */
export function addBuckets(before: HistogramBucket[], more: HistogramBucket[]): HistogramBucket[] {
  const byStart = new Map(before.map((bucket) => [bucket.start_ns, bucket]));
  for (const bucket of more) {
    const known = byStart.get(bucket.start_ns);
    if (!known) {
      byStart.set(bucket.start_ns, bucket);
      continue;
    }
    const counts = { ...known.counts };
    for (const [text, count] of Object.entries(bucket.counts))
      counts[text] = (BigInt(counts[text] ?? '0') + BigInt(count)).toString();
    byStart.set(bucket.start_ns, { start_ns: bucket.start_ns, counts });
  }
  return [...byStart.values()];
}
