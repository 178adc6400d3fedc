// The page's state as plain values: what is asked, what a change of source keeps, when the form is dirty.

import type { Field, Filter, Intent, Source } from '../../api/types';
import type { Interval } from '../../base/time-range';
import type { SearchLink } from '../../links/search-link';

export interface Draft {
  where: string;
  language: SearchLink['language'];
}

export function intentOf(link: SearchLink, source: Source, interval: Interval): Intent {
  return {
    source: source.id,
    from_ns: interval.fromNs.toString(),
    to_ns: interval.toNs.toString(),
    language: link.language,
    ...(link.where.trim() === '' ? {} : { text: link.where }),
    ...(link.filters.length === 0 ? {} : { filters: link.filters }),
    ...(link.timeLimitMs === undefined ? {} : { time_limit_ms: link.timeLimitMs }),
  };
}

export function isDirty(draft: Draft, link: SearchLink): boolean {
  return draft.where !== link.where || draft.language !== link.language;
}

/** The source an address names, or the first; `missing` is the name that no source has. */
export function chooseSource(
  sources: Source[],
  wanted: string | undefined,
  remembered: string,
): { source: Source | undefined; missing: string | undefined } {
  const named = sources.find((source) => source.id === wanted || source.name === wanted);
  if (named) return { source: named, missing: undefined };
  const source = sources.find((s) => s.id === remembered) ?? sources[0];
  return { source, missing: sources.length > 0 ? wanted : undefined };
}

/** Filters that the other table can answer, and those it cannot. */
export function filtersFor(filters: Filter[], fields: Field[]): { kept: Filter[]; dropped: Filter[] } {
  const columns = new Set(fields.map((field) => (field.kind === 'key' ? field.column : field.name)));
  const fits = (filter: Filter) =>
    fields.some((field) => field.name === filter.field) || columns.has(filter.field.split('.')[0]);
  return { kept: filters.filter(fits), dropped: filters.filter((filter) => !fits(filter)) };
}

export function toggleColumn(columns: string[], name: string): string[] {
  return columns.includes(name) ? columns.filter((column) => column !== name) : [...columns, name];
}

/** What the browser's tab says. */
export function documentTitle(link: SearchLink, source: Source | undefined): string {
  const words =
    link.where.trim() ||
    link.filters
      .map((f) => `${f.field} ${f.op === 'exclude' ? 'is not ' : ''}${(f.values ?? []).join(', ')}`)
      .join(', ');
  return [words.slice(0, 60), source?.name ?? 'Search', 'Sextant'].filter((part) => part !== '').join(' · ');
}
