// What the Search page offers in the command palette.

import { useHistory } from '../../base/query-history';
import { setPreferences, usePreference } from '../../base/preferences';
import { kPresets, rangeLabel, type TimeRange } from '../../base/time-range';
import { findSpan } from '../../base/time-span';
import { readTimeText } from '../../base/time-text';
import { span } from '../../base/format';
import { useCommands, type Command } from '../../panels/palette/commands';
import { kRefreshes } from '../../panels/time-picker/RefreshControl';
import type { Actions } from './use-actions';
import type { Page } from './use-page';

export interface PageWays {
  run: () => void;
  save: () => void;
  reference: () => void;
  help: () => void;
}

export function usePageCommands(page: Page, actions: Actions, ways: PageWays): void {
  const history = useHistory(page.link.language);
  const wrap = usePreference('wrap');
  useCommands(() => ({
    commands: [
      ...doings(page, actions, ways, wrap),
      ...times(actions),
      ...sources(page),
      ...history.map((where) => ({
        key: `history ${where}`,
        group: 'Earlier search',
        name: where,
        run: () => page.ask({ where }),
      })),
      ...refreshes(page, actions),
    ],
    read: (typed) => readings(typed, page, actions),
  }));
}

function doings(page: Page, actions: Actions, ways: PageWays, wrap: boolean): Command[] {
  const { link } = page;
  const act = (name: string, run: () => void, keys?: string): Command => ({
    key: `act ${name}`,
    group: 'Do',
    name,
    run,
    ...(keys === undefined ? {} : { keys }),
  });
  return [
    act('Run', ways.run),
    act('Refresh now', actions.refresh, 'r'),
    act(link.live ? 'Stop Live Tail' : 'Start Live Tail', actions.toggleLive),
    act('Save this search', ways.save),
    act(link.compare ? 'Hide the period before' : 'Show the period before', () =>
      page.go({ compare: !link.compare }, { replace: true }),
    ),
    ...(link.filters.length > 0 ? [act('Clear all filters', () => actions.setFilters([]))] : []),
    act('Copy a link to this search', actions.copyLink),
    act(wrap ? 'Do not wrap rows' : 'Wrap rows', () => setPreferences({ wrap: !wrap })),
    act('How to search', ways.reference),
    act('All keys', ways.help, '?'),
  ];
}

function times(actions: Actions): Command[] {
  return kPresets.map((preset) => {
    const range: TimeRange = { kind: 'last', ms: findSpan(preset)! };
    return {
      key: `time ${preset}`,
      group: 'Time range',
      name: rangeLabel(range),
      run: () => actions.setRange(range),
    };
  });
}

function sources(page: Page): Command[] {
  return (page.sources.data ?? []).map(({ id, name, database, table }) => ({
    key: `source ${id}`,
    group: 'Source',
    name,
    note: id === page.source?.id ? 'shown' : `${database}.${table}`,
    run: () => page.chooseSourceId(id),
  }));
}

function refreshes(page: Page, actions: Actions): Command[] {
  return [undefined, ...kRefreshes].map((ms) => ({
    key: `refresh ${ms}`,
    group: 'Refresh',
    name: ms === undefined ? 'Do not refresh by itself' : `Refresh every ${span(ms)}`,
    note: ms === page.link.refreshMs ? 'set' : undefined,
    run: () => actions.setRefresh(ms),
  }));
}

function readings(typed: string, page: Page, actions: Actions): Command[] {
  const time = readTimeText(typed, Date.now(), page.zone).range;
  const search: Command = {
    key: 'search',
    group: 'Search',
    name: `Search for ${typed}`,
    run: () => page.ask({ where: typed }),
  };
  if (!time) return [search];
  const set: Command = {
    key: 'typed time',
    group: 'Time range',
    name: `Set the time to ${typed}`,
    run: () => actions.setRange(time),
  };
  return [set, search];
}
