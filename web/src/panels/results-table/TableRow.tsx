// One row of the results. Memoized: while others scroll by, it is not drawn again.

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo, type MouseEvent, type ReactNode } from 'react';
import type { ResultRow } from '../../api/types';
import { classes } from '../../base/classes';
import type { Zone } from '../../base/clock';
import { severityOf, standsOut } from '../../base/severity';
import { useActiveColumn, type ActiveCellStore } from './active-cell';
import { Cell } from './Cell';
import { displayText, isRight, type ActiveCell, type ColumnSpec } from './columns';
import { holds, type Match } from './find';
import styles from './ResultsTable.module.css';

interface TableRowProps {
  row: ResultRow;
  index: number;
  id: string;
  specs: ColumnSpec[];
  columns: string; // grid-template-columns
  top: number;
  height: number | undefined; // of its line; measured when absent
  measure: ((element: HTMLElement | null) => void) | undefined;
  isCurrent: boolean;
  isOrigin: boolean;
  isExpanded: boolean;
  detail: ((row: ResultRow) => ReactNode) | undefined;
  onExpand: ((row: ResultRow) => void) | undefined;
  active: ActiveCellStore;
  pattern: RegExp | undefined;
  match: Match | undefined; // the current one, when it is here
  zone: Zone;
  tight: boolean;
  narrow: boolean;
  wrap: boolean;
  onOpen: (row: ResultRow) => void;
  actions: (cell: ActiveCell) => ReactNode;
}

/** What a row shows in place has this height and scrolls within, so that the list never jumps. */
export const kDetailHeight = 280; // px

/** In a cell that its actions would cover whole, a click must open the row; keys do what they do. */
const kRoomForActionsPx = 120;

function hasRoom(spec: ColumnSpec): boolean {
  return spec.flexible || spec.width >= kRoomForActionsPx;
}

export const TableRow = memo(function TableRow({ measure, ...props }: TableRowProps) {
  const { row, index, specs, isCurrent, active, height, detail, narrow } = props;
  const activeColumn = useActiveColumn(active, row.id);
  const severity = severityOf(row.severity);
  const open = (event: MouseEvent) => {
    if (event.defaultPrevented || window.getSelection()?.toString()) return;
    props.onOpen(row);
  };
  return (
    <div
      ref={measure}
      className={styles.place}
      data-index={index}
      style={{ top: props.top, height: height && height + (detail ? kDetailHeight : 0) }}
      role="presentation"
    >
      <div
        role="row"
        id={props.id}
        data-index={index}
        aria-rowindex={index + 2}
        aria-selected={isCurrent}
        className={classes(
          styles.row,
          height !== undefined && styles.fixed,
          standsOut(severity) && styles[severity],
          props.isOrigin && styles.origin,
          isCurrent && styles.current,
        )}
        style={{ gridTemplateColumns: narrow ? undefined : props.columns, height }}
        onClick={open}
      >
        {props.onExpand && <Expander {...props} onExpand={props.onExpand} />}
        {specs.map((spec, column) => {
          const value = row.cells[column];
          return (
            <div
              key={column}
              role="gridcell"
              aria-colindex={column + 1}
              data-column={column}
              data-kind={spec.kind}
              data-main={spec.flexible || undefined}
              className={classes(
                styles.cell,
                isRight(spec) && styles.right,
                column === activeColumn && isCurrent && styles.activeCell,
                props.pattern && isMarked(spec, value, props) && styles.found,
                props.match?.column === column && (isText(spec) ? styles.foundIn : styles.foundNow),
              )}
            >
              <Cell
                kind={spec.kind}
                value={value}
                zone={props.zone}
                tight={props.tight}
                wrap={props.wrap}
                pattern={props.pattern}
              />
              {column === activeColumn && !narrow && hasRoom(spec) && (
                <span className={styles.actions} onClick={(event) => event.preventDefault()}>
                  {props.actions({ row, column: spec, value })}
                </span>
              )}
            </div>
          );
        })}
      </div>
      {detail && (
        <div className={styles.detail} style={{ height: kDetailHeight }}>
          {detail(row)}
        </div>
      )}
    </div>
  );
});

function isText({ kind }: ColumnSpec): boolean {
  return kind === 'text' || kind === 'json';
}

/** Texts have their matches marked one by one; of other cells the whole is marked. */
function isMarked(
  spec: ColumnSpec,
  value: unknown,
  props: Pick<TableRowProps, 'pattern' | 'zone' | 'tight' | 'wrap'>,
): boolean {
  if (!props.pattern || isText(spec)) return false;
  return holds(displayText(spec.kind, value, props), props.pattern);
}

function Expander({
  row,
  isExpanded,
  onExpand,
}: {
  row: ResultRow;
  isExpanded: boolean;
  onExpand: (row: ResultRow) => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes(styles.expander, isExpanded && styles.expanderOpen)}
      aria-label={isExpanded ? 'Fold the row' : 'Expand the row'}
      aria-expanded={isExpanded}
      title={isExpanded ? 'Fold the row (e)' : 'Expand the row (e)'}
      onClick={(event) => {
        event.preventDefault();
        onExpand(row);
      }}
    >
      {isExpanded ? <IconChevronDown size={14} stroke={1.6} /> : <IconChevronRight size={14} stroke={1.6} />}
    </button>
  );
}
