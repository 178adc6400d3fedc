// Everything about the Search page that one might share, as its address. The opposite directions are
// parseSearchLink() and formatSearchLink(); an address by a stranger never breaks the page: what cannot be
// read is as if it were absent.

import type { Filter, Language, Order, Sort } from '../api/types';
import { formatRange, kDefaultRange, parseRange, type TimeRange } from '../base/time-range';
import { findSpan, spanName } from '../base/time-span';
import { formatContext, parseContext, type ContextChoice, type ContextParams } from './context-choice';

export const kRowTabs = ['overview', 'columns', 'context'] as const;
export type RowTab = (typeof kRowTabs)[number];

export interface SearchLink {
  source: string | undefined; // the server's default when absent
  where: string;
  language: Language;
  filters: Filter[];
  columns: string[] | undefined; // the source's own when absent
  range: TimeRange;
  live: boolean;
  refreshMs: number | undefined; // asked again by itself, so often
  compare: boolean; // with the period just before
  timeLimitMs: number | undefined; // the server's own when absent
  saved: string | undefined; // the saved search this began as
  order: Order;
  sort: Sort | undefined; // instead of the order
  row: string | undefined; // the open row
  trail: string[]; // the rows through which it was reached, the list's own first
  tab: RowTab;
  context: ContextChoice;
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
    | 'refresh'
    | 'compare'
    | 'time_limit'
    | 'saved'
    | 'order'
    | 'sort'
    | 'row'
    | 'trail'
    | 'tab'
    | keyof ContextParams,
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

function isSort(value: unknown): value is Sort {
  if (typeof value !== 'object' || value === null) return false;
  const { column, direction } = value as Record<string, unknown>;
  return typeof column === 'string' && (direction === 'ascending' || direction === 'descending');
}

const kLeastRefreshMs = 1000;
const kMostRefreshMs = 3_600_000;
/** The most that the contract lets one question take. */
export const kMostTimeLimitMs = 900_000;

function parseSpan(text: string | undefined, leastMs: number, mostMs: number): number | undefined {
  const ms = text === undefined ? undefined : findSpan(text);
  return ms !== undefined && ms >= leastMs && ms <= mostMs ? ms : undefined;
}

export function parseSearchLink(params: SearchParams): SearchLink {
  const filters = parseJson(params.filters);
  const columns = parseJson(params.select);
  const sort = parseJson(params.sort);
  const trail = parseJson(params.trail);
  return {
    source: params.source,
    where: params.where ?? '',
    language: params.lang === 'sql' ? 'sql' : 'lucene',
    filters: Array.isArray(filters) ? filters.filter(isFilter) : [],
    columns: isStrings(columns) && columns.length > 0 ? columns : undefined,
    range: parseRange(params.from, params.to, params.range) ?? kDefaultRange,
    live: params.live === '1',
    refreshMs: parseSpan(params.refresh, kLeastRefreshMs, kMostRefreshMs),
    compare: params.compare === '1',
    timeLimitMs: parseSpan(params.time_limit, 1, kMostTimeLimitMs),
    saved: params.saved,
    order: params.order === 'oldest' ? 'oldest' : 'newest',
    sort: isSort(sort) ? { column: sort.column, direction: sort.direction } : undefined,
    row: params.row,
    trail: params.row !== undefined && isStrings(trail) ? trail : [],
    tab: kRowTabs.find((tab) => tab === params.tab) ?? 'overview',
    context: parseContext(params),
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
  if (link.refreshMs !== undefined) params.refresh = spanName(link.refreshMs);
  if (link.compare) params.compare = '1';
  if (link.timeLimitMs !== undefined) params.time_limit = spanName(link.timeLimitMs);
  if (link.saved !== undefined) params.saved = link.saved;
  if (link.order === 'oldest') params.order = 'oldest';
  if (link.sort) params.sort = JSON.stringify(link.sort);
  if (link.row === undefined) return params;
  params.row = link.row;
  if (link.trail.length > 0) params.trail = JSON.stringify(link.trail);
  if (link.tab !== 'overview') params.tab = link.tab;
  return Object.assign(params, formatContext(link.context));
}

/** For what is copied or opened elsewhere. */
export function searchHref(link: SearchLink): string {
  return `/search?${new URLSearchParams(formatSearchLink(link)).toString()}`;
}

/** A copy for others: "the last day" is another day for them, so the instants are written out. */
export function sharedLink(link: SearchLink, range: { fromNs: bigint; toNs: bigint }): SearchLink {
  return { ...link, live: false, refreshMs: undefined, range: { kind: 'between', ...range } };
}
