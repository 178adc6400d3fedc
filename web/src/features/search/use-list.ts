// The rows on the screen: the search's, Live Tail's on top of them, or those of the last search that worked
// while the present one has none yet.

import { useMemo, useState } from 'react';
import type { ListedRows } from './rows-state';
import { newestFirst } from './tail-state';
import type { Page } from './use-page';

const kMostListedLive = 1200;

export function useList(page: Page): ListedRows {
  const { rows, tail, link } = page;
  const { state, error, busy } = rows;
  const live = link.live;
  const sourceId = page.source?.id;

  const fresh = useMemo(() => {
    const base = state?.rows ?? [];
    const all = live ? newestFirst(tail.state.rows, base, kMostListedLive) : base;
    const columns = state?.columns.length ? state.columns : live ? tail.state.columns : [];
    return { columns, rows: columns.length > 0 ? all : [] };
  }, [state, tail.state.rows, tail.state.columns, live]);

  const [last, setLast] = useState({ ...fresh, sourceId });
  const usable = fresh.rows.length > 0 || (state?.done !== undefined && !error);
  if (usable && (last.rows !== fresh.rows || last.columns !== fresh.columns)) setLast({ ...fresh, sourceId });

  if (usable || last.rows.length === 0 || last.sourceId !== sourceId) return { ...fresh, stale: undefined };
  if (error)
    return {
      columns: last.columns,
      rows: last.rows,
      stale: 'The rows below are from the last search that ran.',
    };
  if (busy) return { columns: last.columns, rows: last.rows, stale: undefined };
  return { ...fresh, stale: undefined };
}
