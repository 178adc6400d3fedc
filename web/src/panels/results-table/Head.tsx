// The columns' heads. A click sorts, a drag moves a column (Alt with an arrow does too), the edge at its right
// sets its width (Shift with an arrow too), × or Delete takes it out.

import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { Order, Sort, Source } from '../../api/types';
import { classes } from '../../base/classes';
import { isRight, type ColumnSpec } from './columns';
import { dropPlace, useColumnDrag } from './column-drag';
import styles from './Head.module.css';
import { setWidth, type Widths } from './widths';

export interface HeadActions {
  names: string[]; // the columns as the search writes them, in their order
  onSort: (column: number) => void;
  onMove: (from: number, to: number) => void;
  onRemove: (column: number) => void;
}

interface HeadProps {
  specs: ColumnSpec[];
  widths: Widths;
  source: Source | undefined;
  order: Order;
  sort: Sort | undefined;
  actions: HeadActions | undefined;
}

const kKeyStepPx = 16;

type Direction = 'ascending' | 'descending' | undefined;

export function Head({ specs, widths, source, order, sort, actions }: HeadProps) {
  const row = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number>();
  const drag = useColumnDrag(row, actions?.onMove);
  const directionOf = (column: number): Direction => {
    if (sort) return actions?.names[column] === sort.column ? sort.direction : undefined;
    return specs[column]!.name === source?.timestamp
      ? order === 'newest'
        ? 'descending'
        : 'ascending'
      : undefined;
  };
  const onKey = (event: KeyboardEvent, column: number) => {
    const spec = specs[column]!;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0 && event.altKey) moveAndFollow(column, column + step);
    else if (step !== 0 && event.shiftKey && !spec.flexible)
      setWidth(source?.id ?? '', spec.name, widthIn(row.current, column) + step * kKeyStepPx);
    else if (event.key === 'Delete' && specs.length > 1) actions?.onRemove(column);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const moveAndFollow = (from: number, to: number) => {
    if (to < 0 || to >= specs.length) return;
    actions?.onMove(from, to);
    row.current?.querySelectorAll<HTMLElement>('[role=columnheader] > button')[to]?.focus();
  };

  return (
    <div
      ref={row}
      role="row"
      className={styles.head}
      style={{ gridTemplateColumns: widths.css, minWidth: widths.minWidth }}
      onMouseLeave={() => setHovered(undefined)}
    >
      {specs.map((spec, column) => (
        <HeadCell
          key={`${column} ${spec.name}`}
          spec={spec}
          direction={directionOf(column)}
          actions={actions}
          column={column}
          alone={specs.length === 1}
          dropSide={dropPlace(drag.state, column)}
          dragged={drag.state?.from === column}
          showHandle={hovered === column || widths.resizing === column}
          onEnter={() => setHovered(column)}
          onKeyDown={(event) => onKey(event, column)}
          onPointerDown={(event) => drag.onPointerDown(event, column)}
          wasDragged={drag.wasDragged}
          onResize={widths.handles[column]}
          onForgetWidth={() => setWidth(source?.id ?? '', spec.name, undefined)}
        />
      ))}
    </div>
  );
}

function widthIn(row: HTMLElement | null, column: number): number {
  return row?.children[column]?.getBoundingClientRect().width ?? 0;
}

interface HeadCellProps {
  spec: ColumnSpec;
  column: number;
  direction: Direction;
  actions: HeadActions | undefined;
  alone: boolean;
  dropSide: 'before' | 'after' | undefined;
  dragged: boolean;
  showHandle: boolean;
  onEnter: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPointerDown: (event: React.PointerEvent<HTMLElement>) => void;
  wasDragged: () => boolean;
  onResize: ((event: unknown) => void) | undefined;
  onForgetWidth: () => void;
}

function HeadCell({ spec, column, direction, actions, ...props }: HeadCellProps) {
  const arrow =
    direction === 'descending' ? (
      <IconArrowDown size={12} stroke={1.6} />
    ) : direction === 'ascending' ? (
      <IconArrowUp size={12} stroke={1.6} />
    ) : null;
  const words = (
    <>
      <span>{spec.name}</span>
      {arrow}
    </>
  );
  return (
    <div
      role="columnheader"
      aria-sort={direction}
      className={classes(
        styles.headCell,
        isRight(spec) && styles.right,
        direction && styles.sorted,
        props.dragged && styles.dragged,
        props.dropSide === 'before' && styles.dropBefore,
        props.dropSide === 'after' && styles.dropAfter,
      )}
      title={`${spec.name}: ${spec.type}`}
      onMouseEnter={props.onEnter}
    >
      {actions ? (
        <button
          type="button"
          aria-label={direction ? `${spec.name}, ${direction}` : spec.name}
          onPointerDown={props.onPointerDown}
          onKeyDown={props.onKeyDown}
          onClick={() => !props.wasDragged() && spec.sortable && actions.onSort(column)}
        >
          {words}
        </button>
      ) : (
        <span className={styles.headWords}>{words}</span>
      )}
      {actions && !props.alone && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.removeColumn}
          aria-label={`Remove the column ${spec.name}`}
          title="Remove the column (Del)"
          onClick={() => actions.onRemove(column)}
        >
          <IconX size={12} stroke={1.6} />
        </button>
      )}
      {!spec.flexible && (
        <i
          className={classes(styles.handle, props.showHandle && styles.handleShown)}
          onMouseDown={props.onResize}
          onTouchStart={props.onResize}
          onDoubleClick={props.onForgetWidth}
        />
      )}
    </div>
  );
}
