// Answers → what the summary and the chart show.

import type { Completeness, Source } from '../../api/types';
import { msFromNanos } from '../../base/nanos';
import type { Interval } from '../../base/time-range';
import type { Streamed } from '../../panels/use-stream';
import { shapeBars, type Bar, type Group } from '../../viz/histogram-shape';
import type { Unread } from '../../viz/Histogram';
import type { HistogramState } from './histogram-state';

export function groupNames(source: Source | undefined): Record<Group, string> {
  if (source?.kind === 'trace') return { fatal: 'Fatal', error: 'Error', warn: 'Warn', calm: 'Ok and Unset' };
  if (source?.severity === undefined) return { fatal: 'fatal', error: 'error', warn: 'warn', calm: 'events' };
  return { fatal: 'fatal', error: 'error', warn: 'warn', calm: 'info and below' };
}

export interface ChartShape {
  bars: Bar[];
  fromMs: number;
  toMs: number;
  unread: Unread | undefined;
}

export function shapeChart(
  { state, busy, stopped }: Streamed<HistogramState>,
  interval: Interval,
): ChartShape {
  const fromMs = msFromNanos(interval.fromNs);
  const toMs = msFromNanos(interval.toNs);
  const bars = state ? shapeBars(state.buckets, state.bucketNs, fromMs, toMs) : [];
  return { bars, fromMs, toMs, unread: unreadPart(state, busy, stopped, fromMs, toMs) };
}

function unreadPart(
  state: HistogramState | undefined,
  busy: boolean,
  stopped: boolean,
  fromMs: number,
  toMs: number,
): Unread | undefined {
  const readFrom = state?.done?.read_from_ns ?? state?.progress?.read_from_ns;
  const complete = state?.done?.complete ?? false;
  if (complete || !state) return undefined;
  const until =
    readFrom === undefined ? (state.buckets.length === 0 ? toMs : undefined) : msFromNanos(readFrom);
  if (until === undefined || until <= fromMs) return undefined;
  return {
    fromMs,
    toMs: until,
    words: busy ? 'not read yet' : stopped ? 'not read: you stopped it' : 'not read',
  };
}

const kRaiseBy = 5;

/** The time limit to offer after one cut an answer: a whole number of seconds, no more than the server allows. */
export function raisedLimitMs(
  cut: Pick<Completeness, 'cut_by' | 'cut_at' | 'can_raise_to'>,
): number | undefined {
  if (cut.cut_by !== 'time_limit' || cut.cut_at === undefined || cut.can_raise_to === undefined)
    return undefined;
  const most = Number(cut.can_raise_to);
  const wanted = Math.max(1000, Math.ceil((Number(cut.cut_at) * kRaiseBy) / 1000) * 1000);
  const raised = Math.min(wanted, most);
  return raised > Number(cut.cut_at) ? raised : undefined;
}
