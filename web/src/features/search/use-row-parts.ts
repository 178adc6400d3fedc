// What the row panel and rows opened in place share: where traces are, and what is done with a field.

import type { EntryActions } from '../../panels/row-panel/EntryActions';
import { toggleColumn } from './state';
import type { Actions } from './use-actions';
import { columnsOf, withColumns } from './use-columns';
import type { Page } from './use-page';

export function useRowParts(page: Page, actions: Actions) {
  const { source, sources, go, ask } = page;
  const columns = columnsOf(page);
  const traces =
    source?.kind === 'trace' ? source : sources.data?.find((other) => other.id === source?.trace_source);
  const entry: EntryActions = {
    durationColumn: source?.duration,
    onFilter: actions.filterTo,
    onColumn: (field) => go(withColumns(page, toggleColumn(columns, field))),
    hasColumn: (field) => columns.includes(field),
  };
  const openTrace =
    traces?.trace_id === undefined
      ? undefined
      : (traceId: string) =>
          ask({
            source: traces.id,
            where: '',
            filters: [{ field: traces.trace_id!, op: 'include', values: [traceId] }],
            columns: undefined,
            sort: undefined,
            order: 'oldest',
          });
  return { columns, traces, entry, openTrace };
}

export type RowParts = ReturnType<typeof useRowParts>;
