// Nothing matches: what was read, and the nearest ways out with their counts.

import { useEffect, useEffectEvent, useRef } from 'react';
import type { Intent } from '../../api/types';
import { rangeText } from '../../base/clock';
import { plural } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { rangeLabel, resolveRange, type TimeRange } from '../../base/time-range';
import { pillsOf, withoutPill } from '../../links/filters';
import type { SearchLink } from '../../links/search-link';
import { NothingArrived, NothingMatches, StateFrame, type WayOut } from '../../panels/states/States';
import { Partial } from './Notes';
import { useCount } from './queries';
import { intentOf } from './state';
import type { Page } from './use-page';

const kMostFilters = 2;
const kWider: TimeRange[] = [
  { kind: 'last', ms: 86_400_000 },
  { kind: 'last', ms: 7 * 86_400_000 },
  { kind: 'last', ms: 30 * 86_400_000 },
];

interface Way {
  key: string;
  kind: WayOut['kind'];
  text: WayOut['text'];
  change: Partial<SearchLink>;
}

/** The ways out of a search that finds nothing, nearest first. */
function waysOf(link: SearchLink, lengthMs: number): Way[] {
  const filters = pillsOf(link.filters)
    .slice(-kMostFilters)
    .map((pill): Way => {
      const words = `${pill.field} ${pill.op === 'include' ? 'is' : pill.op === 'exclude' ? 'is not' : 'in'} ${pill.text}`;
      return {
        key: words,
        kind: 'filter',
        text: (
          <>
            Without filter <span className="mono">{words}</span>
          </>
        ),
        change: { filters: withoutPill(link.filters, pill) },
      };
    });
  const wider = kWider.find((range) => range.kind === 'last' && range.ms > lengthMs * 1.5);
  return [
    ...(link.where.trim() === ''
      ? []
      : [
          {
            key: 'words',
            kind: 'words' as const,
            text: 'Without the words of the search',
            change: { where: '' },
          },
        ]),
    ...filters,
    ...(wider
      ? [{ key: 'time', kind: 'time' as const, text: rangeLabel(wider), change: { range: wider } }]
      : []),
  ].slice(0, 3);
}

const kAllTime = { from_ns: '0', to_ns: '9223372036854775807' };

/** Nothing in the range: is there anything at all? The first row that ever arrives is searched for at once. */
export function NoRows({ page, intent }: { page: Page; intent: Intent }) {
  const { status } = page.status;
  const unheard = status?.databases.every((database) => database.newest_row_ns === undefined) ?? false;
  const everything = useCount(unheard ? { source: intent.source, ...kAllTime } : undefined);
  const wasUnheard = useRef(unheard);
  const rerun = useEffectEvent(() => page.rerun());
  useEffect(() => {
    if (wasUnheard.current && !unheard) rerun();
    wasUnheard.current = unheard;
  }, [unheard]);
  const done = page.rows.state?.done;
  if (done && !done.complete)
    return (
      <StateFrame title="Nothing found in the part that was read">
        <Partial page={page} cut={done} />
      </StateFrame>
    );
  if (everything === '0') return <NothingArrived status={status} zone={page.zone} />;
  return <NoMatches page={page} intent={intent} />;
}

function NoMatches({ page, intent }: { page: Page; intent: Intent }) {
  const fromMs = msFromNanos(intent.from_ns);
  const toMs = msFromNanos(intent.to_ns);
  const { link, source, rows } = page;
  const ways = waysOf(link, toMs - fromMs);
  const intentFor = (way: Way | undefined) => {
    if (!way || !source) return undefined;
    const next = { ...link, ...way.change };
    return intentOf(next, source, way.change.range ? resolveRange(next.range, toMs) : page.interval);
  };
  const counts = [useCount(intentFor(ways[0])), useCount(intentFor(ways[1])), useCount(intentFor(ways[2]))];
  const read = rows.state?.done?.rows_read;
  return (
    <NothingMatches
      read={`${read === undefined ? '' : `${plural(read, 'row')} read, `}all of ${rangeText(fromMs, toMs, page.zone)}.`}
      waysOut={ways
        .map(({ key, kind, text, change }, index) => ({
          key,
          kind,
          text,
          count: counts[index],
          onTake: () => page.ask(change),
        }))
        .filter((way) => way.count !== '0')}
    />
  );
}
