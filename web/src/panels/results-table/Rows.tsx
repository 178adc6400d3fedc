// The rows in sight, and a few beyond. While somebody scrolls, nothing but this is drawn. Rows of one height
// keep their elements and get other contents, since making elements is what scrolling costs most; rows that
// measure themselves (wrapped, two lines) are made anew.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useState, type MouseEvent, type RefObject } from 'react';
import { usePreference } from '../../base/preferences';
import { useStable } from '../../base/use-stable';
import type { ColumnSpec } from './columns';
import { kDetailHeight, TableRow } from './TableRow';
import type { ResultsTableProps } from './table-props';
import type { Widths } from './widths';

const kOverscan = 6;
const kFetchBeforeEnd = 60; // rows
const kNarrowRowHeight = 66;

interface RowsProps extends Omit<ResultsTableProps, 'ref'> {
  specs: ColumnSpec[];
  widths: Widths;
  scroller: RefObject<HTMLDivElement | null>;
  idPrefix: string;
  currentIndex: number;
}

export function Rows({ scroller, specs, widths, idPrefix, currentIndex, ...props }: RowsProps) {
  const { rows, tight, narrow, wrap, current, expanded, found } = props;
  const rowHeight = usePreference('density') === 'cosy' ? 28 : 24;
  const measured = narrow || wrap;
  const isExpanded = (index: number) => expanded?.ids.has(rows[index]!.id) ?? false;
  const heightOf = (index: number) =>
    (narrow ? kNarrowRowHeight : rowHeight) + (isExpanded(index) ? kDetailHeight : 0);

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is drawn by this component alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: heightOf,
    getItemKey: (index) => rows[index]!.id,
    overscan: kOverscan,
    // Asked of the element, its offset would have the page laid out once more.
    onChange: ({ scrollOffset }, isScrolling) => isScrolling && props.onScrolled(scrollOffset ?? 0),
  });
  // Measured rows have measured themselves by now; forgetting their heights would lay them over each other.
  useEffect(() => {
    if (!measured) virtual.measure();
  }, [virtual, rowHeight, measured, expanded?.ids]);

  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const atEnd = useEffectEvent(() => props.onEnd());
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - kFetchBeforeEnd) atEnd();
  }, [lastSeen, rows.length]);

  const show = (index: number) => {
    if (index >= 0) virtual.scrollToIndex(index, { align: props.origin === undefined ? 'auto' : 'center' });
  };
  const showCurrent = useEffectEvent(() => show(currentIndex));
  const ready = (virtual.scrollRect?.height ?? 0) > 0;
  useEffect(() => showCurrent(), [current, tight, ready]);
  const showMatch = useEffectEvent((index: number) => show(index));
  const matchRow = found?.current?.row ?? -1;
  useEffect(() => showMatch(matchRow), [matchRow]);

  const point = usePointing(props, virtual, specs);
  const slots = useSlots(items.length);
  return (
    <div
      style={{
        height: virtual.getTotalSize(),
        position: 'relative',
        minWidth: narrow ? undefined : widths.minWidth,
      }}
      onMouseMove={point}
    >
      {items.map((item) => {
        const row = rows[item.index]!;
        const open = isExpanded(item.index);
        return (
          <TableRow
            key={measured ? item.key : item.index % slots}
            row={row}
            index={item.index}
            id={`${idPrefix}${item.index}`}
            specs={specs}
            columns={widths.css}
            top={item.start}
            height={measured ? undefined : rowHeight}
            measure={measured ? virtual.measureElement : undefined}
            isCurrent={item.index === currentIndex}
            isOrigin={row.id === props.origin}
            isExpanded={open}
            detail={open ? expanded!.content : undefined}
            onExpand={expanded?.onToggle}
            active={props.active}
            pattern={found?.pattern}
            match={found?.current?.row === item.index ? found.current : undefined}
            zone={props.zone}
            tight={tight || narrow}
            narrow={narrow}
            wrap={wrap}
            onOpen={props.onOpen}
            actions={props.actions}
          />
        );
      })}
    </div>
  );
}

/** As many elements as were ever in sight at once. */
function useSlots(count: number): number {
  const [most, setMost] = useState(count);
  if (count > most) setMost(count);
  return Math.max(most, count);
}

/** The cell under the mouse is the active one, but not while rows pass under it. */
function usePointing(
  { rows, active, narrow }: Pick<RowsProps, 'rows' | 'active' | 'narrow'>,
  virtual: Virtualizer<HTMLDivElement, Element>,
  specs: ColumnSpec[],
) {
  return useStable((event: MouseEvent) => {
    if (narrow || virtual.isScrolling || !(event.target instanceof Element)) return;
    const cell = event.target.closest<HTMLElement>('[data-column]');
    const row = rows[Number(cell?.closest<HTMLElement>('[data-index]')?.dataset.index)];
    const column = Number(cell?.dataset.column);
    if (row && specs[column]) active.set({ row: row.id, column });
  });
}
