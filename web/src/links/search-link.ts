// Everything about the Search page that one might share, as its address. The opposite directions are
// parseSearchLink() and formatSearchLink(); an address by a stranger never breaks the page: what cannot be
// read is as if it were absent.

import type { Filter, Language, Order } from '../api/types';
import { formatRange, kDefaultRange, parseRange, type TimeRange } from '../base/time-range';

export type RowTab = 'overview' | 'columns';

export interface SearchLink {
  source: string | undefined; // the server's default when absent
  where: string;
  language: Language;
  filters: Filter[];
  columns: string[] | undefined; // the source's own when absent
  range: TimeRange;
  live: boolean;
  order: Order;
  row: string | undefined; // the open row
  tab: RowTab;
}

export type SearchParams = Partial<
  Record<
    | 'source'
    | 'where'
    | 'lang'
    | 'filters'
    | 'select'
    | 'range'
    | 'from'
    | 'to'
    | 'live'
    | 'order'
    | 'row'
    | 'tab',
    string
  >
>;

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isFilter(value: unknown): value is Filter {
  if (typeof value !== 'object' || value === null) return false;
  const { field, op, values, min, max } = value as Record<string, unknown>;
  if (typeof field !== 'string') return false;
  if (op === 'range') return [min, max].every((n) => n === undefined || typeof n === 'number');
  return (op === 'include' || op === 'exclude') && isStrings(values) && values.length > 0;
}

export function parseSearchLink(params: SearchParams): SearchLink {
  const filters = parseJson(params.filters);
  const columns = parseJson(params.select);
  return {
    source: params.source,
    where: params.where ?? '',
    language: params.lang === 'sql' ? 'sql' : 'lucene',
    filters: Array.isArray(filters) ? filters.filter(isFilter) : [],
    columns: isStrings(columns) && columns.length > 0 ? columns : undefined,
    range: parseRange(params.from, params.to, params.range) ?? kDefaultRange,
    live: params.live === '1',
    order: params.order === 'oldest' ? 'oldest' : 'newest',
    row: params.row,
    tab: params.tab === 'columns' ? 'columns' : 'overview',
  };
}

export function formatSearchLink(link: SearchLink): SearchParams {
  const params: SearchParams = {};
  if (link.source !== undefined) params.source = link.source;
  if (link.where !== '') params.where = link.where;
  if (link.language === 'sql') params.lang = 'sql';
  if (link.filters.length > 0) params.filters = JSON.stringify(link.filters);
  if (link.columns) params.select = JSON.stringify(link.columns);
  Object.assign(params, formatRange(link.range));
  if (link.live) params.live = '1';
  if (link.order === 'oldest') params.order = 'oldest';
  if (link.row !== undefined) params.row = link.row;
  if (link.row !== undefined && link.tab !== 'overview') params.tab = link.tab;
  return params;
}

/** For what is copied or opened elsewhere. */
export function searchHref(link: SearchLink): string {
  return `/search?${new URLSearchParams(formatSearchLink(link)).toString()}`;
}

/** A copy for others: "the last day" is another day for them, so the instants are written out. */
export function sharedLink(link: SearchLink, range: { fromNs: bigint; toNs: bigint }): SearchLink {
  return { ...link, live: false, range: { kind: 'between', ...range } };
}
