// The list's columns and order, and how they are changed at their heads.

import type { Sort } from '../../api/types';
import type { SearchLink } from '../../links/search-link';
import type { ColumnSpec } from '../../panels/results-table/columns';
import type { HeadActions } from '../../panels/results-table/Head';
import type { Page } from './use-page';

export function columnsOf(page: Page): string[] {
  return page.link.columns ?? page.source?.default_select ?? [];
}

/** Other columns; an order by one that is not among them ends. */
export function withColumns(page: Page, columns: string[]): Pick<SearchLink, 'columns' | 'sort'> {
  const { sort } = page.link;
  const shown = columns.length > 0 ? columns : (page.source?.default_select ?? []);
  return {
    columns: columns.length > 0 ? columns : undefined,
    sort: sort && shown.includes(sort.column) ? sort : undefined,
  };
}

export function useHeadActions(page: Page, specs: ColumnSpec[]): HeadActions {
  const { link, go, source } = page;
  const names = columnsOf(page);
  const setColumns = (columns: string[]) => go(withColumns(page, columns));
  return {
    names,
    onSort: (column) => {
      const name = names[column];
      if (name === undefined) return;
      if (name === source?.timestamp && !link.sort)
        go({ order: link.order === 'newest' ? 'oldest' : 'newest', live: false });
      else if (name === source?.timestamp) go({ order: 'newest', sort: undefined });
      else go({ sort: nextSort(link.sort, name, specs[column]), order: 'newest', live: false });
    },
    onMove: (from, to) => setColumns(moved(names, from, to)),
    onRemove: (column) => setColumns(names.filter((_, index) => index !== column)),
  };
}

/** The largest numbers and the first words come first; then the other way round; then newest first again. */
export function nextSort(
  sort: Sort | undefined,
  column: string,
  spec: Pick<ColumnSpec, 'kind'> | undefined,
): Sort | undefined {
  const large = spec?.kind === 'number' || spec?.kind === 'duration' || spec?.kind === 'time';
  const first = large ? 'descending' : 'ascending';
  if (sort?.column !== column) return { column, direction: first };
  if (sort.direction !== first) return undefined;
  return { column, direction: large ? 'ascending' : 'descending' };
}

export function moved<T>(list: T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}
