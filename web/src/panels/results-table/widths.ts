// Widths of the columns: the kinds' own until somebody drags them, then remembered per source by name.
// Beside an open panel the kinds' tight widths stand, and nothing is remembered.

import { columnResizingFeature, columnSizingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import type { ResultRow } from '../../api/types';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import type { ColumnSpec } from './columns';

export const kLeastWidth = 56;
const kMostWidth = 2000;
const kLastLeastWidth = { wide: 220, tight: 120 };
const kGap = 16;
const kPadding = 32; // both sides of a row

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const kNoRows: ResultRow[] = [];
const kNoWidths: Record<string, number> = {};

export interface Widths {
  css: string; // grid-template-columns
  minWidth: number;
  handles: ((event: unknown) => void)[];
  resizing: number | undefined; // the column that is being dragged
}

export function useWidths(specs: ColumnSpec[], source: string, tight: boolean): Widths {
  const remembered = usePreference('columnWidths')[source] ?? kNoWidths;
  const least = tight ? kLastLeastWidth.tight : kLastLeastWidth.wide;
  const definitions = useMemo(
    () =>
      specs.map((spec, index) => ({
        id: `${index}:${spec.name}`,
        size: spec.width,
        minSize: kLeastWidth,
        maxSize: kMostWidth,
      })),
    [specs],
  );
  const sizing = useMemo(
    () =>
      Object.fromEntries(
        specs.flatMap((spec, index) =>
          tight || remembered[spec.name] === undefined
            ? []
            : [[`${index}:${spec.name}`, remembered[spec.name]!]],
        ),
      ),
    [specs, remembered, tight],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: kNoRows,
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing },
    onColumnSizingChange: (updater) => {
      const next = typeof updater === 'function' ? updater(sizing) : updater;
      for (const [id, width] of Object.entries(next)) setWidth(source, id.slice(id.indexOf(':') + 1), width);
    },
  });
  const headers = table.getFlatHeaders();
  const size = (index: number) => headers[index]?.getSize() ?? specs[index]!.width;
  const resizing = table.state.columnResizing.isResizingColumn;
  return {
    css: specs
      .map((spec, index) => (spec.flexible ? `minmax(${least}px, 1fr)` : `${size(index)}px`))
      .join(' '),
    minWidth: specs.reduce(
      (sum, spec, index) => sum + kGap + (spec.flexible ? least : size(index)),
      kPadding - kGap,
    ),
    handles: headers.map((header) => header.getResizeHandler()),
    resizing: resizing ? Number(resizing.slice(0, resizing.indexOf(':'))) : undefined,
  };
}

/** Without a width, the column's own again. */
export function setWidth(source: string, name: string, width: number | undefined): void {
  const all = preferences().columnWidths;
  const { [name]: _before, ...others } = all[source] ?? kNoWidths;
  const own =
    width === undefined
      ? others
      : { ...others, [name]: Math.round(Math.min(kMostWidth, Math.max(kLeastWidth, width))) };
  setPreferences({ columnWidths: { ...all, [source]: own } });
}
