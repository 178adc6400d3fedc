// A saved search is an address without its time: both directions, and whether the two still say the same.

import type { SavedSearch, SavedSearchDraft } from '../api/types';
import { formatSearchLink, type SearchLink } from './search-link';

/** Opens it with the time range of whoever opens it. */
export function savedHref(id: string): string {
  return `/search?saved=${encodeURIComponent(id)}`;
}

/** The address of the list of them. */
export type SavedParams = Partial<Record<'find' | 'tag' | 'favourites' | 'sort', string>>;

/** What of the page's state a saved search decides. */
export function linkOfSaved(saved: SavedSearch): Partial<SearchLink> {
  return {
    saved: saved.id,
    source: saved.source,
    where: saved.text,
    language: saved.language,
    filters: saved.filters,
    columns: saved.columns,
    sort: saved.sort,
    row: undefined,
  };
}

export type Searched = Pick<
  SavedSearchDraft,
  'source' | 'text' | 'language' | 'columns' | 'filters' | 'sort'
>;

/** `source` is the one that is shown, which the address may leave unsaid. */
export function searchedOf(link: SearchLink, source: string): Searched {
  return {
    source,
    text: link.where,
    language: link.language,
    filters: link.filters,
    ...(link.columns ? { columns: link.columns } : {}),
    ...(link.sort ? { sort: link.sort } : {}),
  };
}

export function saysTheSame(link: SearchLink, source: string, saved: SavedSearch): boolean {
  const asAddress = (of: SearchLink) => {
    const { source: id, where, lang, filters, select, sort } = formatSearchLink(of);
    return JSON.stringify([id, where, lang, filters, select, sort]);
  };
  return asAddress({ ...link, source }) === asAddress({ ...link, ...linkOfSaved(saved) });
}
