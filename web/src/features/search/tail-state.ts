// Live Tail's list. While somebody reads (paused) it holds still and counts what is newer.

import type { ResultColumn, ResultRow, TailEvent } from '../../api/types';

/** Rows shown, and rows held back while paused. Older ones leave; the search itself still finds them. */
export const kTailRows = 1000;

export type PauseReason = 'you scrolled' | 'a row is open' | 'you paused it';

export interface TailState {
  columns: ResultColumn[];
  rows: ResultRow[];
  held: ResultRow[];
  newer: number; // arrived since the pause, also those not held
  skipped: number; // arrived faster than a page can show
  paused: { reason: PauseReason; atMs: number } | undefined;
  gap: boolean; // while paused, some may have come unheard
}

export const kNoTail: TailState = {
  columns: [],
  rows: [],
  held: [],
  newer: 0,
  skipped: 0,
  paused: undefined,
  gap: false,
};

export type TailAction =
  | TailEvent
  | { event: 'pause'; reason: PauseReason; atMs: number }
  | { event: 'resume' }
  | { event: 'gap' }
  | { event: 'start' };

export function reduceTail(state: TailState, action: TailAction): TailState {
  switch (action.event) {
    case 'start':
      return kNoTail;
    case 'columns':
      return { ...state, columns: action.columns };
    case 'rows':
      return state.paused
        ? { ...state, held: newestFirst(action.rows, state.held), newer: state.newer + action.rows.length }
        : { ...state, rows: newestFirst(action.rows, state.rows) };
    case 'skipped':
      return {
        ...state,
        skipped: state.skipped + Number(action.rows),
        newer: state.paused ? state.newer + Number(action.rows) : 0,
      };
    case 'pause':
      return state.paused ? state : { ...state, paused: { reason: action.reason, atMs: action.atMs } };
    case 'resume':
      return {
        ...state,
        rows: newestFirst(state.held, state.rows),
        held: [],
        newer: 0,
        paused: undefined,
        gap: false,
      };
    case 'gap':
      return { ...state, gap: state.paused !== undefined };
    case 'idle':
    case 'error':
      return state;
  }
}

/** Both lists as one, newest first, each row once, at most `limit`. */
export function newestFirst(a: ResultRow[], b: ResultRow[], limit = kTailRows): ResultRow[] {
  if (a.length === 0) return b.length <= limit ? b : b.slice(0, limit);
  const seen = new Set<string>();
  return [...a, ...b]
    .filter((row) => !seen.has(row.id) && seen.add(row.id))
    .sort((x, y) => compareNanos(y.time_ns, x.time_ns))
    .slice(0, limit);
}

function compareNanos(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
