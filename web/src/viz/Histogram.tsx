// How many events, over time. Drag zooms time, double click goes back, a click pins the tip of a bar.
// The canvas has a table of the same numbers beside it for those who cannot see it.

import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { hourMinute, monthDay, type Zone } from '../base/clock';
import { exact } from '../base/format';
import { useHotkeys } from '../base/hotkeys';
import {
  barHeight,
  drawBars,
  drawBefore,
  drawBeforeEdge,
  drawGrid,
  drawUnread,
  type BarsPlace,
} from './histogram-draw';
import { kGroups, type Bar, type Group } from './histogram-shape';
import styles from './Histogram.module.css';
import { HistogramTip } from './HistogramTip';
import { drawIndex, drawLimb, kLimbHeight, limbTicks } from './limb';
import { useTokens } from './tokens';
import { useWidth } from './use-width';

export interface Unread {
  fromMs: number;
  toMs: number;
  words: string;
}

export interface HistogramProps {
  label: string;
  bars: Bar[];
  before?: Bar[] | undefined; // of the period of the same length just before, moved onto this one
  fromMs: number;
  toMs: number;
  zone: Zone;
  height: number;
  hidden: ReadonlySet<Group>;
  groupNames: Record<Group, string>;
  unread?: Unread | undefined;
  indexMs?: number | undefined; // the chosen moment
  onZoom: (fromMs: number, toMs: number) => void;
  onZoomBack: () => void;
  pinActions?: (bar: Bar, close: () => void) => ReactNode;
}

const kTop = 12;
const kLeft = 40;
const kRight = 1;
const kLeastDragPx = 5;

export function Histogram(props: HistogramProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const width = useWidth(host);
  const tokens = useTokens();
  const [hovered, setHovered] = useState<{ index: number; left: number }>();
  const [pinned, setPinned] = useState<{ bar: Bar; left: number }>();
  const { bars, before = kNoBars, fromMs, toMs, height, hidden } = props;
  const max = Math.max(1, ...[...bars, ...before].map((bar) => barHeight(bar, hidden)));

  const draw = useEffectEvent((u: uPlot) => {
    const ratio = uPlot.pxRatio;
    const { left, top, width: w, height: h } = u.bbox;
    const place: BarsPlace = {
      left,
      right: left + w,
      top,
      y: top + h,
      xOf: (ms) => u.valToPos(ms, 'x', true),
      yOf: (count) => u.valToPos(count, 'y', true),
    };
    u.ctx.save();
    drawGrid(u.ctx, ratio, place, max, tokens);
    if (props.unread)
      drawUnread(u.ctx, ratio, place, props.unread.fromMs, props.unread.toMs, props.unread.words, tokens);
    drawBefore(u.ctx, ratio, place, before, hidden, tokens);
    drawBars(u.ctx, ratio, place, bars, hidden, tokens);
    drawBeforeEdge(u.ctx, ratio, place, before, hidden, tokens);
    drawLimb(u.ctx, ratio, place, limbTicks(fromMs, toMs, w / ratio, props.zone), tokens);
    if (props.indexMs !== undefined && props.indexMs >= fromMs && props.indexMs <= toMs)
      drawIndex(u.ctx, ratio, place.xOf(props.indexMs), top - 4 * ratio, place.y, 'chosen', tokens);
    u.ctx.restore();
  });

  const hover = useEffectEvent((u: uPlot) => {
    const { idx, left } = u.cursor;
    setHovered(
      typeof idx === 'number' && left !== undefined && left >= 0
        ? { index: idx, left: left + kLeft }
        : undefined,
    );
  });

  const select = useEffectEvent((u: uPlot) => {
    const { left, width: w } = u.select;
    if (w < kLeastDragPx) return;
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    setPinned(undefined);
    props.onZoom(u.posToVal(left, 'x'), u.posToVal(left + w, 'x'));
  });

  const pin = useEffectEvent((u: uPlot) => {
    const { idx, left } = u.cursor;
    const bar = typeof idx === 'number' ? bars[idx] : undefined;
    if (bar && left !== undefined && props.pinActions)
      setPinned(pinned?.bar === bar ? undefined : { bar, left: left + kLeft });
  });

  useHotkeys({ Escape: () => setPinned(undefined) }, { enabled: pinned !== undefined, first: true });

  const back = useEffectEvent(() => props.onZoomBack());

  useEffect(() => {
    if (!host.current || width === 0) return undefined;
    const u = new uPlot(
      {
        width,
        height,
        ms: 1,
        padding: [kTop, kRight, kLimbHeight, kLeft],
        legend: { show: false },
        scales: { x: { time: true, auto: false }, y: { auto: false } },
        axes: [{ show: false }, { show: false }],
        series: [{}, { show: true, paths: () => null, points: { show: false } }],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: kLeastDragPx },
          bind: { dblclick: () => () => (back(), null) },
        },
        hooks: {
          draw: [(self) => draw(self)],
          setCursor: [(self) => hover(self)],
          setSelect: [(self) => select(self)],
        },
      },
      [[], []],
      host.current,
    );
    let downX = 0;
    u.over.addEventListener('mousedown', (event) => (downX = event.clientX));
    u.over.addEventListener('click', (event) => Math.abs(event.clientX - downX) < kLeastDragPx && pin(u));
    plot.current = u;
    void document.fonts.ready.then(() => plot.current === u && u.redraw());
    return () => {
      plot.current = undefined;
      u.destroy();
    };
  }, [width, height]);

  useEffect(() => {
    const u = plot.current;
    if (!u) return;
    u.batch(() => {
      u.setData([bars.map((bar) => (bar.startMs + bar.endMs) / 2), bars.map((bar) => bar.total)], false);
      u.setScale('x', { min: fromMs, max: toMs });
      u.setScale('y', { min: 0, max: max * 1.06 });
    });
    u.redraw(true);
  }, [
    bars,
    before,
    fromMs,
    toMs,
    max,
    hidden,
    tokens,
    width,
    height,
    props.unread,
    props.indexMs,
    props.zone,
  ]);

  const shown =
    pinned ??
    (hovered && bars[hovered.index] ? { bar: bars[hovered.index]!, left: hovered.left } : undefined);
  return (
    <figure className={styles.figure} style={{ height }} aria-label={props.label}>
      <div ref={host} className={styles.host} aria-hidden="true" />
      {shown && (
        <HistogramTip
          bar={shown.bar}
          before={beforeAt(before, shown.bar)}
          left={shown.left}
          width={width}
          zone={props.zone}
          names={props.groupNames}
          hidden={hidden}
          pinned={pinned !== undefined}
          onClose={() => setPinned(undefined)}
        >
          {pinned && props.pinActions?.(pinned.bar, () => setPinned(undefined))}
        </HistogramTip>
      )}
      <BarsTable {...props} />
    </figure>
  );
}

const kNoBars: Bar[] = [];

/** How many the period before has in the bucket that lies under the middle of `bar`. */
function beforeAt(before: Bar[], bar: Bar): number | undefined {
  const middle = (bar.startMs + bar.endMs) / 2;
  return before.find((other) => other.startMs <= middle && middle < other.endMs)?.total;
}

function BarsTable({ label, bars, before = kNoBars, zone, groupNames }: HistogramProps) {
  const used = kGroups.filter((group) => bars.some((bar) => bar.counts[group] > 0));
  return (
    <table className="visually-hidden">
      <caption>{label}</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          {used.map((group) => (
            <th key={group} scope="col">
              {groupNames[group]}
            </th>
          ))}
          {before.length > 0 && <th scope="col">Period before</th>}
        </tr>
      </thead>
      <tbody>
        {bars
          .filter((bar) => bar.total > 0)
          .map((bar) => (
            <tr key={bar.startMs}>
              <th scope="row">{`${monthDay(bar.startMs, zone)} ${hourMinute(bar.startMs, zone, true)}`}</th>
              {used.map((group) => (
                <td key={group}>{exact(bar.counts[group])}</td>
              ))}
              {before.length > 0 && <td>{exact(beforeAt(before, bar) ?? 0)}</td>}
            </tr>
          ))}
      </tbody>
    </table>
  );
}
