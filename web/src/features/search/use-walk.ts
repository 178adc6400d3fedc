// The current row and the active cell: where the keys and the mouse are in the list.

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ResultRow } from '../../api/types';
import { isoInstant } from '../../base/clock';
import { preferences, setPreferences } from '../../base/preferences';
import { useStable } from '../../base/use-stable';
import { kRowTabs, type RowTab } from '../../links/search-link';
import { ActiveCellStore } from '../../panels/results-table/active-cell';
import { cellText, columnSpecs, type ActiveCell } from '../../panels/results-table/columns';
import { rowJson } from '../../panels/row-panel/sections';
import { rowQuery } from '../../panels/row-panel/use-row';
import type { ListedRows } from './rows-state';
import type { Actions } from './use-actions';
import type { Page } from './use-page';

export type CellAction = 'include' | 'exclude' | 'copy' | 'copy row' | 'copy link';

/** Rows that one leads to another through; the oldest are forgotten. */
const kLongestTrail = 20;

export function useWalk(page: Page, list: ListedRows, actions: Actions) {
  const { link, go, source } = page;
  const client = useQueryClient();
  const [cursor, setCursor] = useState<string>();
  const [active] = useState(() => new ActiveCellStore());
  const current = link.trail[0] ?? link.row ?? cursor;
  const currentRow = list.rows.find((row) => row.id === current);
  const lastColumn = list.columns.length - 1;

  const open = useStable((row: ResultRow) => {
    actions.pause('a row is open');
    setCursor(row.id);
    const tab = link.row === undefined ? lastTab() : link.tab;
    go({ row: row.id, trail: [], tab }, { replace: link.row !== undefined });
  });

  const step = (by: 1 | -1) => {
    const index = list.rows.findIndex((row) => row.id === current);
    const next = list.rows[index < 0 ? 0 : index + by];
    if (!next) return;
    setCursor(next.id);
    active.set({ row: next.id, column: active.get()?.column ?? lastColumn });
    if (link.row !== undefined) go({ row: next.id, trail: [] }, { replace: true });
  };

  const moveCell = (by: 1 | -1) => {
    if (current === undefined) return;
    const column = (active.get()?.column ?? lastColumn) + by;
    active.set({ row: current, column: Math.min(lastColumn, Math.max(0, column)) });
  };

  const copyRow = async (id: string) => {
    const row = source && (await client.fetchQuery(rowQuery(source.id, id)).catch(() => undefined));
    if (row) await navigator.clipboard.writeText(rowJson(row));
  };

  /** Without a cell, the active one. */
  const onCell = useStable((what: CellAction, cell?: ActiveCell) => {
    const place = active.get();
    const row = cell?.row ?? list.rows.find((r) => r.id === place?.row);
    if (!row) return;
    if (what === 'copy row') return void copyRow(row.id);
    if (what === 'copy link') return actions.copyLink(row.id);
    const specs = columnSpecs(list.columns, source, false);
    const column = cell ? specs.findIndex((spec) => spec.name === cell.column.name) : (place?.column ?? -1);
    const spec = specs[column];
    if (!spec) return;
    const text = cellText(row.cells[column]);
    if (what === 'copy')
      void navigator.clipboard.writeText(spec.kind === 'time' ? isoInstant(BigInt(text)) : text);
    else if (spec.filterable) actions.filterTo(spec.name, text, what);
  });

  return {
    current,
    currentRow,
    active,
    open,
    step,
    moveCell,
    onCell,
    setTab: (tab: RowTab) => {
      setPreferences({ rowTab: tab });
      go({ tab }, { replace: true });
    },
    /** From the open row to another one: the way back is kept. */
    openFrom: (row: ResultRow) =>
      link.row !== undefined &&
      go({ row: row.id, trail: [...link.trail, link.row].slice(-kLongestTrail), tab: 'overview' }),
    /** One level up: the row it was reached from, or the list. */
    back: () => {
      const before = link.trail.at(-1);
      if (before === undefined) go({ row: undefined, trail: [] });
      else go({ row: before, trail: link.trail.slice(0, -1), tab: 'context' });
    },
    leave: () => setCursor(undefined),
  };
}

function lastTab(): RowTab {
  return kRowTabs.find((tab) => tab === preferences().rowTab) ?? 'overview';
}
