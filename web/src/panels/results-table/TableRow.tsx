// One row of the results. Memoized: while others scroll by, it is not drawn again.

import { memo, type MouseEvent, type ReactNode } from 'react';
import type { ResultRow } from '../../api/types';
import { classes } from '../../base/classes';
import type { Zone } from '../../base/clock';
import { severityOf, standsOut } from '../../base/severity';
import { useActiveColumn, type ActiveCellStore } from './active-cell';
import { Cell } from './Cell';
import { isRight, type ActiveCell, type ColumnSpec } from './columns';
import styles from './ResultsTable.module.css';

interface TableRowProps {
  row: ResultRow;
  index: number;
  specs: ColumnSpec[];
  columns: string; // grid-template-columns
  top: number;
  height: number | undefined; // measured when absent
  measure: ((element: HTMLElement | null) => void) | undefined;
  isCurrent: boolean;
  active: ActiveCellStore;
  zone: Zone;
  tight: boolean;
  narrow: boolean;
  wrap: boolean;
  onOpen: (row: ResultRow) => void;
  actions: (cell: ActiveCell) => ReactNode;
}

/** In a cell that its actions would cover whole, a click must open the row; keys do what they do. */
const kRoomForActionsPx = 120;

function hasRoom(spec: ColumnSpec): boolean {
  return spec.flexible || spec.width >= kRoomForActionsPx;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { row, index, specs, isCurrent, active } = props;
  const activeColumn = useActiveColumn(active, row.id);
  const severity = severityOf(row.severity);
  const open = (event: MouseEvent) => {
    if (event.defaultPrevented || window.getSelection()?.toString()) return;
    props.onOpen(row);
  };
  return (
    <div
      ref={props.measure}
      role="row"
      id={`row-${index}`}
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isCurrent}
      className={classes(styles.row, standsOut(severity) && styles[severity], isCurrent && styles.current)}
      style={{
        transform: `translateY(${props.top}px)`,
        gridTemplateColumns: props.narrow ? undefined : props.columns,
        height: props.height,
      }}
      onClick={open}
    >
      {specs.map((spec, column) => {
        const value = row.cells[column];
        return (
          <div
            key={spec.name}
            role="gridcell"
            aria-colindex={column + 1}
            data-kind={spec.kind}
            data-main={spec.flexible || undefined}
            className={classes(
              styles.cell,
              isRight(spec) && styles.right,
              column === activeColumn && isCurrent && styles.activeCell,
            )}
            onMouseEnter={() => active.set({ row: row.id, column })}
          >
            <Cell kind={spec.kind} value={value} zone={props.zone} tight={props.tight} wrap={props.wrap} />
            {column === activeColumn && !props.narrow && hasRoom(spec) && (
              <span className={styles.actions} onClick={(event) => event.preventDefault()}>
                {props.actions({ row, column: spec, value })}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
});
