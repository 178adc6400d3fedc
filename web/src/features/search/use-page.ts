// The page's one state: the address, the instants it means now, and the answers to it.

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Field, Filter, Intent, Source } from '../../api/types';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import { resolveRange, type Interval } from '../../base/time-range';
import { useSearchLink, type Go } from '../../links/use-search-link';
import type { SearchLink } from '../../links/search-link';
import { kValuesKey } from '../../panels/facets/use-values';
import { useEvery } from '../../panels/use-every';
import { useStatus } from '../../panels/use-status';
import { useFields, useFindFields, useHistogram, useRows, useSources } from './queries';
import { intervalBefore } from './before';
import { chooseSource, documentTitle, filtersFor, intentOf } from './state';
import { useSavedHere } from './use-saved';
import { useTail } from './use-tail';

/** How often the histogram and the total follow Live Tail, unless the reader says otherwise. */
const kLiveEveryMs = 5000;

export type Page = ReturnType<typeof usePage>;

export function usePage() {
  const [link, go] = useSearchLink();
  const zone = usePreference('zone');
  const sources = useSources();
  const [remembered] = useState(() => preferences().source);
  const saved = useSavedHere(link, go);
  const { source, missing } = chooseSource(
    saved.opening ? [] : (sources.data ?? []),
    link.source,
    remembered,
  );
  const [anchorMs, setAnchorMs] = useState(() => Date.now());
  const status = useStatus();

  const interval = useMemo(() => resolveRange(link.range, anchorMs), [link.range, anchorMs]);
  const intent = useIntent(link, source, interval);
  const rows = useRows(intent, link.columns, link.order, link.sort);
  const rerun = () => setAnchorMs(Date.now());
  const tail = useTail(link.live ? intent && withoutTime(intent) : undefined, link.columns, rerun);

  const [followedMs, setFollowedMs] = useState(anchorMs);
  const liveMs = link.live ? Math.max(followedMs, anchorMs) : anchorMs;
  const shownInterval = useMemo(() => resolveRange(link.range, liveMs), [link.range, liveMs]);
  const shownIntent = useIntent(link, source, shownInterval);
  const histogram = useHistogram(shownIntent);
  const beforeInterval = useMemo(() => intervalBefore(shownInterval), [shownInterval]);
  const beforeIntent = useIntent(link, source, beforeInterval);
  const before = useHistogram(link.compare ? beforeIntent : undefined);
  const fields = useFields(source, intent);
  useEvery(link.refreshMs ?? (link.live ? kLiveEveryMs : undefined), () => {
    if (histogram.busy) return;
    if (link.live) {
      if (!tail.state.paused) setFollowedMs(Date.now());
    } else if (!rows.busy && link.row === undefined) rerun();
  });

  const client = useQueryClient();
  const stop = () => {
    rows.stop();
    histogram.stop();
    before.stop();
    void client.cancelQueries({ queryKey: [kValuesKey] });
  };
  const readRest = () => {
    if (rows.stopped) rows.again();
    if (histogram.stopped) histogram.again();
    if (before.stopped) before.again();
    void client.refetchQueries({
      queryKey: [kValuesKey],
      type: 'active',
      predicate: (query) => query.state.dataUpdatedAt === 0,
    });
  };

  const title = documentTitle(link, source);
  useEffect(() => {
    document.title = title;
  }, [title]);

  /** A change of what is asked; "the last hour" is the last hour from now on. */
  const ask: Go = (change, how) => {
    setAnchorMs(Date.now());
    go({ row: undefined, trail: [], ...change }, how);
  };
  const findFields = useFindFields();
  const [dropped, setDropped] = useState<Filter[]>([]);
  const chooseSourceId = async (id: string) => {
    setPreferences({ source: id });
    const found = link.filters.length > 0 && intent ? await findFields(id, intent) : undefined;
    const filters = found ? filtersFor(link.filters, found) : { kept: link.filters, dropped: [] };
    setDropped(filters.dropped);
    ask({ source: id, columns: undefined, sort: undefined, filters: filters.kept });
  };

  return {
    link,
    go,
    ask,
    rerun: () => {
      if (preferences().language !== link.language) setPreferences({ language: link.language });
      rerun();
    },
    stop, // everything that is being read for the search
    readRest, // what stop() left out
    zone,
    sources,
    source,
    missing,
    saved,
    dropped,
    chooseSourceId: (id: string) => void chooseSourceId(id),
    interval: shownInterval,
    intent,
    rows,
    tail,
    histogram,
    before, // the period of the same length just before, when it is compared with
    fields: fields.data ?? kNoFields,
    status,
  };
}

const kNoFields: Field[] = [];

function useIntent(link: SearchLink, source: Source | undefined, interval: Interval): Intent | undefined {
  return useMemo(() => source && intentOf(link, source, interval), [link, source, interval]);
}

/** Live Tail speaks of what comes; the range it is asked with never changes while it runs. */
function withoutTime(intent: Intent): Intent {
  return { ...intent, from_ns: '0', to_ns: '9223372036854775807' };
}
