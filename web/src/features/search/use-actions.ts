// What can be done on the page, apart from walking its rows.

import type { RefObject } from 'react';
import type { Filter } from '../../api/types';
import { setPreferences } from '../../base/preferences';
import { rememberSearch } from '../../base/query-history';
import { kDefaultRange, type TimeRange } from '../../base/time-range';
import { choose, only } from '../../links/filters';
import { searchHref, sharedLink } from '../../links/search-link';
import type { TableHandle } from '../../panels/results-table/table-props';
import { isDirty, type Draft } from './state';
import type { PauseReason } from './tail-state';
import type { Page } from './use-page';

/** A longer range is not kept when Live Tail starts: its histogram is counted again every few seconds. */
const kLongestLiveMs = 3_600_000;

export type Actions = ReturnType<typeof useActions>;

export function useActions(page: Page, draft: Draft, table: RefObject<TableHandle | null>) {
  const { link, go, ask, tail } = page;
  const setFilters = (filters: Filter[]) => ask({ filters, row: link.row, trail: link.trail });
  const liveRange =
    link.range.kind === 'last' && link.range.ms <= kLongestLiveMs ? link.range : kDefaultRange;
  const pause = (reason: PauseReason) => link.live && tail.pause(reason);
  const resume = () => {
    table.current?.toTop();
    if (link.row !== undefined) go({ row: undefined, trail: [] });
    tail.resume();
  };
  return {
    run: () => {
      setPreferences({ language: draft.language });
      rememberSearch(draft.language, draft.where);
      if (isDirty(draft, link)) ask({ ...draft, live: link.live });
      else page.rerun();
    },
    stop: page.stop,
    setFilters,
    filterTo: (field: string, value: string, choice: 'include' | 'exclude' | 'only') =>
      setFilters(
        choice === 'only' ? only(link.filters, field, value) : choose(link.filters, field, value, choice),
      ),
    setRange: (range: TimeRange) => ask({ range, live: false }),
    refresh: page.rerun,
    setRefresh: (refreshMs: number | undefined) => go({ refreshMs }, { replace: true }),
    toggleLive: () =>
      link.live
        ? ask({ live: false })
        : ask({ live: true, order: 'newest', sort: undefined, range: liveRange }),
    pause,
    resume,
    pauseOrResume: () => (tail.state.paused ? resume() : pause('you paused it')),
    newest: () => (link.live ? resume() : table.current?.toTop()),
    /** To the page as it is, or with one row open. */
    copyLink: (row?: string) => {
      const shown = row === undefined ? link : { ...link, row, trail: [] };
      const href = searchHref(sharedLink(shown, page.interval));
      void navigator.clipboard.writeText(new URL(href, location.href).href);
    },
  };
}
