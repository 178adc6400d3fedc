// The histogram over the list. A zoom remembers where it came from; double click goes back there.

import { useMemo, useState } from 'react';
import { kGroups, groupOf, type Bar, type Group } from '../../viz/histogram-shape';
import { exact } from '../../base/format';
import { nanosFromMs } from '../../base/nanos';
import type { TimeRange } from '../../base/time-range';
import { Button } from '../../ui/Button';
import { Histogram } from '../../viz/Histogram';
import styles from './Search.module.css';
import { groupNames, shapeChart } from './shape';
import type { Page } from './use-page';

const kHeight = 136;
const kNarrowHeight = 104;

interface ChartProps {
  page: Page;
  hidden: ReadonlySet<Group>;
  narrow: boolean;
  indexMs: number | undefined;
  onZoom: (fromMs: number, toMs: number) => void;
}

export function Chart({ page, hidden, narrow, indexMs, onZoom }: ChartProps) {
  const { histogram, interval, source, link } = page;
  const [before, setBefore] = useState<TimeRange[]>([]);
  const { state, busy, stopped } = useLastShown(histogram, source?.id);
  const shape = useMemo(
    () => shapeChart({ ...histogram, state, busy, stopped }, interval),
    [histogram, state, busy, stopped, interval],
  );
  const names = useMemo(() => groupNames(source), [source]);
  const zoom = (fromMs: number, toMs: number) => {
    setBefore([...before, link.range]);
    onZoom(fromMs, toMs);
  };
  const back = () => {
    const range = before.at(-1);
    if (!range) return;
    setBefore(before.slice(0, -1));
    page.ask({ range });
  };
  return (
    <div className={styles.chart}>
      <Histogram
        label={`Events over time${state?.done ? `, ${exact(state.done.total)} in all` : ''}`}
        {...shape}
        zone={page.zone}
        height={narrow ? kNarrowHeight : kHeight}
        hidden={hidden}
        groupNames={names}
        indexMs={indexMs}
        onZoom={zoom}
        onZoomBack={back}
        pinActions={(bar, close) => <PinActions page={page} bar={bar} onZoom={zoom} onClose={close} />}
      />
    </div>
  );
}

/** While the next answer has nothing yet, the last one of the same source stands; its axis is the new one. */
function useLastShown(histogram: Page['histogram'], sourceId: string | undefined) {
  const [last, setLast] = useState({ state: histogram.state, sourceId });
  if (histogram.state && histogram.state !== last.state) setLast({ state: histogram.state, sourceId });
  const state = histogram.state ?? (histogram.busy && last.sourceId === sourceId ? last.state : undefined);
  return { state, busy: histogram.busy, stopped: histogram.stopped };
}

function PinActions({
  page,
  bar,
  onZoom,
  onClose,
}: {
  page: Page;
  bar: Bar;
  onZoom: (fromMs: number, toMs: number) => void;
  onClose: () => void;
}) {
  const { source, link, histogram } = page;
  const fromMs = Math.max(bar.startMs, Number(page.interval.fromNs / 1_000_000n));
  const toMs = Math.min(bar.endMs, Number(page.interval.toNs / 1_000_000n));
  const failing = kGroups.filter(
    (group) => (group === 'error' || group === 'fatal') && bar.counts[group] > 0,
  );
  const texts = [
    ...new Set((histogram.state?.buckets ?? []).flatMap((bucket) => Object.keys(bucket.counts))),
  ].filter((text) => failing.includes(groupOf(text)));
  return (
    <div className={styles.pin}>
      <Button
        size="s"
        onClick={() => {
          onClose();
          onZoom(fromMs, toMs);
        }}
      >
        Search this bar
      </Button>
      {source?.severity !== undefined && texts.length > 0 && (
        <Button
          size="s"
          onClick={() => {
            onClose();
            const others = link.filters.filter((filter) => filter.field !== source.severity);
            const filters = [...others, { field: source.severity!, op: 'include' as const, values: texts }];
            page.ask({
              filters,
              range: { kind: 'between', fromNs: nanosFromMs(fromMs), toNs: nanosFromMs(toMs) },
            });
          }}
        >
          Only its errors
        </Button>
      )}
    </div>
  );
}
