// Rows of a search: fixed height, only those in sight in the document. One row is current (keys), one cell
// is active (mouse or keys); its actions stand at its right end.

import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import type { Order, ResultColumn, ResultRow, Source } from '../../api/types';
import { classes } from '../../base/classes';
import type { Zone } from '../../base/clock';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import type { ActiveCellStore } from './active-cell';
import { columnSpecs, isRight, type ActiveCell, type ColumnSpec } from './columns';
import styles from './ResultsTable.module.css';
import { TableRow } from './TableRow';

export interface TableHandle {
  toTop: () => void;
  focus: () => void;
}

export interface ResultsTableProps {
  columns: ResultColumn[];
  rows: ResultRow[];
  source: Source | undefined;
  zone: Zone;
  order: Order;
  current: string | undefined; // id of the current row
  tight: boolean; // a panel is open beside it: short time stamps
  narrow: boolean; // two lines per row
  wrap: boolean;
  dimmed: boolean;
  active: ActiveCellStore;
  onOpen: (row: ResultRow) => void;
  onOrder: () => void;
  onEnd: () => void; // the last rows came into sight
  onScrolled: (fromTop: number) => void;
  actions: (cell: ActiveCell) => ReactNode;
  foot?: ReactNode;
  ref?: Ref<TableHandle>;
}

const kOverscan = 10;
const kFetchBeforeEnd = 30; // rows
const kLeastWidth = 56;
const kLastLeastWidth = { wide: 220, tight: 120 };

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });

export function ResultsTable({ ref, ...props }: ResultsTableProps) {
  const { rows, columns, source, tight, narrow, wrap, current } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const density = usePreference('density');
  const specs = useMemo(() => columnSpecs(columns, source, tight), [columns, source, tight]);
  const template = useColumns(specs, tight);
  const rowHeight = density === 'cosy' ? 28 : 24;
  const measured = narrow || wrap;

  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is drawn by this component alone
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? 66 : rowHeight),
    getItemKey: (index) => rows[index]!.id,
    overscan: kOverscan,
  });
  // Measured rows have measured themselves by now; forgetting their heights would lay them over each other.
  useEffect(() => {
    if (!measured) virtual.measure();
  }, [virtual, rowHeight, measured]);

  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const atEnd = useEffectEvent(() => props.onEnd());
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - kFetchBeforeEnd) atEnd();
  }, [lastSeen, rows.length]);

  const currentIndex = useMemo(() => rows.findIndex((row) => row.id === current), [rows, current]);
  const showCurrent = useEffectEvent(
    () => currentIndex >= 0 && virtual.scrollToIndex(currentIndex, { align: 'auto' }),
  );
  useEffect(() => void showCurrent(), [current, tight]);

  useImperativeHandle(
    ref,
    () => ({ toTop: () => scroller.current?.scrollTo({ top: 0 }), focus: () => scroller.current?.focus() }),
    [],
  );

  return (
    <div
      className={classes(
        styles.table,
        props.dimmed && styles.dimmed,
        narrow && styles.narrow,
        wrap && styles.wrap,
      )}
      role="grid"
      aria-label="Results"
      aria-rowcount={rows.length + 1}
      aria-busy={props.dimmed}
    >
      <div
        ref={scroller}
        className={styles.scroller}
        tabIndex={0}
        role="rowgroup"
        aria-activedescendant={currentIndex >= 0 ? `row-${currentIndex}` : undefined}
        onScroll={(event) => props.onScrolled(event.currentTarget.scrollTop)}
        onMouseLeave={() => props.active.set(undefined)}
      >
        {!narrow && <Head {...props} specs={specs} template={template} />}
        <div
          style={{
            height: virtual.getTotalSize(),
            position: 'relative',
            minWidth: narrow ? undefined : template.minWidth,
          }}
        >
          {items.map((item) => (
            <TableRow
              key={item.key}
              row={rows[item.index]!}
              index={item.index}
              specs={specs}
              columns={template.css}
              top={item.start}
              height={measured ? undefined : rowHeight}
              measure={measured ? virtual.measureElement : undefined}
              isCurrent={item.index === currentIndex}
              active={props.active}
              zone={props.zone}
              tight={tight || narrow}
              narrow={narrow}
              wrap={wrap}
              onOpen={props.onOpen}
              actions={props.actions}
            />
          ))}
        </div>
        {props.foot}
      </div>
    </div>
  );
}

interface Template {
  css: string;
  minWidth: number;
  handles: Map<string, (event: unknown) => void>;
  resizing: string | undefined;
}

const kNoRows: ResultRow[] = [];

/** Widths of the columns: the kinds' own until somebody drags them, then remembered by name; tight ones are not. */
function useColumns(specs: ColumnSpec[], tight: boolean): Template {
  const widths = usePreference('columnWidths');
  const least = tight ? kLastLeastWidth.tight : kLastLeastWidth.wide;
  const definitions = useMemo(
    () =>
      specs.map((spec, index) => ({
        id: `${index}:${spec.name}`,
        size: spec.width,
        minSize: kLeastWidth,
        maxSize: 2000,
      })),
    [specs],
  );
  const sizing = useMemo(
    () =>
      Object.fromEntries(
        specs.flatMap((spec, index) =>
          tight || widths[spec.name] === undefined ? [] : [[`${index}:${spec.name}`, widths[spec.name]!]],
        ),
      ),
    [specs, widths, tight],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: kNoRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sizing) : updater;
      const byName = Object.fromEntries(
        Object.entries(next).map(([id, width]) => [id.slice(id.indexOf(':') + 1), Math.round(width)]),
      );
      setPreferences({ columnWidths: { ...widths, ...byName } });
    },
  });
  const headers = table.getFlatHeaders();
  const size = (index: number) => headers[index]?.getSize() ?? specs[index]!.width;
  return {
    css: specs
      .map((spec, index) => (spec.flexible ? `minmax(${least}px, 1fr)` : `${size(index)}px`))
      .join(' '),
    minWidth: specs.reduce((sum, spec, index) => sum + 16 + (spec.flexible ? least : size(index)), 8),
    handles: new Map(headers.map((header, index) => [specs[index]!.name, header.getResizeHandler()])),
    resizing: table.state.columnResizing.isResizingColumn || undefined,
  };
}

function Head({
  specs,
  template,
  order,
  onOrder,
  source,
}: ResultsTableProps & { specs: ColumnSpec[]; template: Template }) {
  const [hovered, setHovered] = useState<string>();
  return (
    <div
      role="row"
      className={styles.head}
      style={{ gridTemplateColumns: template.css, minWidth: template.minWidth }}
      onMouseLeave={() => setHovered(undefined)}
    >
      {specs.map((spec) => {
        const sorted = spec.name === source?.timestamp;
        return (
          <div
            key={spec.name}
            role="columnheader"
            aria-sort={sorted ? (order === 'newest' ? 'descending' : 'ascending') : undefined}
            className={classes(styles.headCell, isRight(spec) && styles.right, sorted && styles.sorted)}
            title={`${spec.name}: ${spec.type}`}
            onMouseEnter={() => setHovered(spec.name)}
          >
            {sorted ? (
              <button type="button" onClick={onOrder} aria-label={`${spec.name}, ${order} first`}>
                {spec.name}
                {order === 'newest' ? (
                  <IconArrowDown size={12} stroke={1.6} />
                ) : (
                  <IconArrowUp size={12} stroke={1.6} />
                )}
              </button>
            ) : (
              <span>{spec.name}</span>
            )}
            {!spec.flexible && (
              <i
                className={classes(
                  styles.handle,
                  (hovered === spec.name || template.resizing?.endsWith(`:${spec.name}`)) &&
                    styles.handleShown,
                )}
                onMouseDown={template.handles.get(spec.name)}
                onTouchStart={template.handles.get(spec.name)}
                onDoubleClick={() => forgetWidth(spec.name)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

function forgetWidth(name: string): void {
  const { [name]: _forgotten, ...others } = preferences().columnWidths;
  setPreferences({ columnWidths: others });
}
