// Rows of a search: only those in sight in the document. One row is current (keys), one cell is active (mouse
// or keys); its actions stand at its right end. What a row holds beyond its cells comes from outside.

import { useId, useImperativeHandle, useMemo, useRef } from 'react';
import type { ResultColumn, ResultRow, Source } from '../../api/types';
import { classes } from '../../base/classes';
import { columnSpecs, type ColumnSpec } from './columns';
import { Head } from './Head';
import styles from './ResultsTable.module.css';
import { Rows } from './Rows';
import type { ResultsTableProps } from './table-props';
import { useWidths } from './widths';

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
