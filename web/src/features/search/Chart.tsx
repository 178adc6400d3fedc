// The histogram over the list. A zoom remembers where it came from; double click goes back there.

import { useMemo, useState } from 'react';
import { shapeBefore, type Group } from '../../viz/histogram-shape';
import { exact } from '../../base/format';
import type { TimeRange } from '../../base/time-range';
import { Histogram } from '../../viz/Histogram';
import { BarActions } from './BarActions';
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
  const [zooms, setZooms] = useState<TimeRange[]>([]);
  const { state, busy, stopped } = useLastShown(histogram, source?.id);
  const shape = useMemo(
    () => shapeChart({ ...histogram, state, busy, stopped }, interval),
    [histogram, state, busy, stopped, interval],
  );
  const shown = useLastShown(page.before, link.compare ? source?.id : undefined).state;
  const before = useMemo(
    () =>
      link.compare && shown
        ? shapeBefore(shown.buckets, shown.bucketNs, shape.fromMs, shape.toMs)
        : undefined,
    [link.compare, shown, shape.fromMs, shape.toMs],
  );
  const names = useMemo(() => groupNames(source), [source]);
  const zoom = (fromMs: number, toMs: number) => {
    setZooms([...zooms, link.range]);
    onZoom(fromMs, toMs);
  };
  const back = () => {
    const range = zooms.at(-1);
    if (!range) return;
    setZooms(zooms.slice(0, -1));
    page.ask({ range });
  };
  return (
    <div className={styles.chart}>
      <Histogram
        label={`Events over time${state?.done ? `, ${exact(state.done.total)} in all` : ''}`}
        {...shape}
        before={before}
        zone={page.zone}
        height={narrow ? kNarrowHeight : kHeight}
        hidden={hidden}
        groupNames={names}
        indexMs={indexMs}
        onZoom={zoom}
        onZoomBack={back}
        pinActions={(bar, close) => <BarActions page={page} bar={bar} onZoom={zoom} onClose={close} />}
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
