// Which saved searches the page lists, and in which order. Pure; all of it is in the address.

import type { SavedSearch } from '../../api/types';
import { fits } from '../../base/fuzzy';
import type { SavedParams } from '../../links/saved-search';
import { filterWords } from '../../panels/saved/says';

export type SavedSort = 'changed' | 'name' | 'made';

export interface SavedView {
  find: string;
  tag: string | undefined;
  favourites: boolean;
  sort: SavedSort;
}

export function parseView(params: SavedParams): SavedView {
  return {
    find: params.find ?? '',
    tag: params.tag,
    favourites: params.favourites === '1',
    sort: params.sort === 'name' || params.sort === 'made' ? params.sort : 'changed',
  };
}

export function formatView({ find, tag, favourites, sort }: SavedView): SavedParams {
  return {
    ...(find === '' ? {} : { find }),
    ...(tag === undefined ? {} : { tag }),
    ...(favourites ? { favourites: '1' } : {}),
    ...(sort === 'changed' ? {} : { sort }),
  };
}

/** Favourites first, then as sorted. */
export function listed(all: SavedSearch[], view: SavedView): SavedSearch[] {
  const found = all.filter(
    (search) =>
      (view.tag === undefined || search.tags.includes(view.tag)) &&
      (!view.favourites || search.favourite) &&
      fits(view.find, textOf(search)) !== undefined,
  );
  return found.sort((a, b) => Number(b.favourite) - Number(a.favourite) || compare(a, b, view.sort));
}

function textOf(search: SavedSearch): string {
  return [search.name, ...search.tags, search.text, ...filterWords(search.filters)].join(' ');
}

function compare(a: SavedSearch, b: SavedSearch, sort: SavedSort): number {
  if (sort === 'name') return a.name.localeCompare(b.name, 'en');
  const [x, y] = sort === 'made' ? [a.created_ns, b.created_ns] : [a.updated_ns, b.updated_ns];
  return BigInt(x) === BigInt(y) ? a.name.localeCompare(b.name, 'en') : BigInt(x) < BigInt(y) ? 1 : -1;
}

/** All tags with how many searches have them, the most used first. */
export function tagCounts(all: SavedSearch[]): [tag: string, count: number][] {
  const counts = new Map<string, number>();
  for (const tag of all.flatMap((search) => search.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en'));
}
