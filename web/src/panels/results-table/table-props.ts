// What the results table is given, by the page and down to its rows.

import type { ReactNode, Ref } from 'react';
import type { Order, ResultColumn, ResultRow, Sort, Source } from '../../api/types';
import type { Zone } from '../../base/clock';
import type { ActiveCellStore } from './active-cell';
import type { ActiveCell } from './columns';
import type { Found } from './find';
import type { HeadActions } from './Head';

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
