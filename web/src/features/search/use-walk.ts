// The current row and the active cell: where the keys and the mouse are in the list.

import { useState } from 'react';
import type { ResultRow } from '../../api/types';
import { isoInstant } from '../../base/clock';
import { useStable } from '../../base/use-stable';
import { ActiveCellStore } from '../../panels/results-table/active-cell';
import { cellText, columnSpecs, type ActiveCell } from '../../panels/results-table/columns';
import type { ListedRows } from './Results';
import type { Actions } from './use-actions';
import type { Page } from './use-page';

export type CellAction = 'include' | 'exclude' | 'copy';

export function useWalk(page: Page, list: ListedRows, actions: Actions) {
  const { link, go, source } = page;
  const [cursor, setCursor] = useState<string>();
  const [active] = useState(() => new ActiveCellStore());
  const current = link.row ?? cursor;
  const currentRow = list.rows.find((row) => row.id === current);
  const lastColumn = list.columns.length - 1;

  const open = useStable((row: ResultRow) => {
    actions.pause('a row is open');
    setCursor(row.id);
    go({ row: row.id }, { replace: link.row !== undefined });
  });

  const step = (by: 1 | -1) => {
    const index = list.rows.findIndex((row) => row.id === current);
    const next = list.rows[index < 0 ? 0 : index + by];
    if (!next) return;
    setCursor(next.id);
    active.set({ row: next.id, column: active.get()?.column ?? lastColumn });
    if (link.row !== undefined) go({ row: next.id }, { replace: true });
  };

  const moveCell = (by: 1 | -1) => {
    if (current === undefined) return;
    const column = (active.get()?.column ?? lastColumn) + by;
    active.set({ row: current, column: Math.min(lastColumn, Math.max(0, column)) });
  };

  /** Without a cell, the active one. */
  const onCell = useStable((what: CellAction, cell?: ActiveCell) => {
    const place = active.get();
    const row = cell?.row ?? list.rows.find((r) => r.id === place?.row);
    const specs = columnSpecs(list.columns, source, false);
    const column = cell ? specs.findIndex((spec) => spec.name === cell.column.name) : (place?.column ?? -1);
    const spec = specs[column];
    if (!row || !spec) return;
    const text = cellText(row.cells[column]);
    if (what === 'copy')
      void navigator.clipboard.writeText(spec.kind === 'time' ? isoInstant(BigInt(text)) : text);
    else if (spec.filterable) actions.filterTo(spec.name, text, what);
  });

  return { current, currentRow, active, open, step, moveCell, onCell, leave: () => setCursor(undefined) };
}
