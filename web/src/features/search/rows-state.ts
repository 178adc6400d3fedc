// A list of rows as its events arrive, page after page.

import type { Completeness, Progress, ResultColumn, ResultRow, RowsEvent, RunInfo } from '../../api/types';

export interface RowsState {
  columns: ResultColumn[];
  rows: ResultRow[];
  progress: Progress | undefined;
  done: (RunInfo & Completeness & { next?: string }) | undefined;
}

/** The rows on the screen. */
export interface ListedRows {
  columns: ResultColumn[];
  rows: ResultRow[];
  stale: string | undefined; // from an earlier search: why they are still here
}

export const kNoRowsYet: RowsState = { columns: [], rows: [], progress: undefined, done: undefined };

/** Rows kept on one page; more than anybody scrolls through. */
export const kMostRows = 50_000;

export function reduceRows(state: RowsState, event: RowsEvent): RowsState {
  switch (event.event) {
    case 'columns':
      return { ...state, columns: event.columns };
    case 'rows':
      return { ...state, rows: withoutDoubles(state.rows, event.rows) };
    case 'progress':
      return { ...state, progress: event };
    case 'done':
      return { ...state, progress: undefined, done: event };
    case 'error':
      return state;
  }
}

/** A page that is asked again after it broke off may repeat rows. */
function withoutDoubles(before: ResultRow[], more: ResultRow[]): ResultRow[] {
  if (before.length === 0) return more;
  const known = new Set(before.slice(-2000).map((row) => row.id));
  return [...before, ...more.filter((row) => !known.has(row.id))];
}
