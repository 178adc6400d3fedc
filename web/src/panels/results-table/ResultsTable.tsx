// Rows of a search: only those in sight in the document. One row is current (keys), one cell is active (mouse
// or keys); its actions stand at its right end. What a row holds beyond its cells comes from outside.

import { useId, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from 'react';
import type { Order, ResultColumn, ResultRow, Sort, Source } from '../../api/types';
import { classes } from '../../base/classes';
import type { Zone } from '../../base/clock';
import type { ActiveCellStore } from './active-cell';
import { columnSpecs, type ActiveCell, type ColumnSpec } from './columns';
import type { Found } from './find';
import { Head, type HeadActions } from './Head';
import styles from './ResultsTable.module.css';
import { Rows } from './Rows';
import { useWidths } from './widths';

export interface TableHandle {
  toTop: () => void;
  focus: () => void;
}

/** Rows that are open in place, and what they show there. */
export interface ExpandedRows {
  ids: ReadonlySet<string>;
  content: (row: ResultRow) => ReactNode;
  onToggle: (row: ResultRow) => void;
}

export interface ResultsTableProps {
  label?: string;
  columns: ResultColumn[];
  rows: ResultRow[];
  source: Source | undefined;
  zone: Zone;
  order: Order;
  sort?: Sort | undefined; // by another column than the time
  current: string | undefined; // id of the current row
  origin?: string | undefined; // id of a row that is marked besides
  tight: boolean; // a panel is open beside it: short time stamps
  narrow: boolean; // two lines per row
  wrap: boolean;
  dimmed: boolean;
  active: ActiveCellStore;
  expanded?: ExpandedRows | undefined;
  found?: Found | undefined;
  head?: HeadActions | undefined; // without: the columns stay as they are
  onOpen: (row: ResultRow) => void;
  onEnd: () => void; // the last rows came into sight
  onScrolled: (fromTop: number) => void;
  actions: (cell: ActiveCell) => ReactNode;
  foot?: ReactNode;
  ref?: Ref<TableHandle>;
}

export function ResultsTable({ ref, ...props }: ResultsTableProps) {
  const { rows, columns, source, tight, narrow, wrap, current } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const idPrefix = `${useId()}row-`;
  const specs = useSpecs(columns, source, tight);
  const widths = useWidths(specs, source?.id ?? '', tight);
  const currentIndex = useIndexOf(rows, current);

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
      aria-label={props.label ?? 'Results'}
      aria-rowcount={rows.length + 1}
      aria-busy={props.dimmed}
    >
      <div
        ref={scroller}
        className={styles.scroller}
        tabIndex={0}
        role="rowgroup"
        aria-activedescendant={currentIndex >= 0 ? `${idPrefix}${currentIndex}` : undefined}
        onMouseLeave={() => props.active.set(undefined)}
      >
        {!narrow && (
          <Head
            specs={specs}
            widths={widths}
            source={source}
            order={props.order}
            sort={props.sort}
            actions={props.head}
          />
        )}
        <Rows
          {...props}
          scroller={scroller}
          specs={specs}
          widths={widths}
          idPrefix={idPrefix}
          currentIndex={currentIndex}
        />
        {props.foot}
      </div>
    </div>
  );
}

function useSpecs(columns: ResultColumn[], source: Source | undefined, tight: boolean): ColumnSpec[] {
  return useMemo(() => columnSpecs(columns, source, tight), [columns, source, tight]);
}

function useIndexOf(rows: ResultRow[], id: string | undefined): number {
  return useMemo(() => (id === undefined ? -1 : rows.findIndex((row) => row.id === id)), [rows, id]);
}
