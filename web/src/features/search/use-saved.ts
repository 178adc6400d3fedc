// The saved search this page began as: an address that only names it is filled from it, and later changes show.

import { useEffect, useEffectEvent } from 'react';
import type { SavedSearch } from '../../api/types';
import { linkOfSaved } from '../../links/saved-search';
import type { SearchLink } from '../../links/search-link';
import type { Go } from '../../links/use-search-link';
import { useSavedSearches } from '../../panels/saved/use-saved';

export interface SavedHere {
  search: SavedSearch | undefined;
  opening: boolean; // nothing is asked before it is known what
  missing: boolean; // there is none of that id any more
}

/** An address that says nothing but the id, and perhaps a time. */
function onlyNames(link: SearchLink): boolean {
  const { source, where, filters, columns, sort } = link;
  return link.saved !== undefined && !source && where === '' && filters.length === 0 && !columns && !sort;
}

export function useSavedHere(link: SearchLink, go: Go): SavedHere {
  const { saved, isError } = useSavedSearches(link.saved !== undefined);
  const search = saved?.find(({ id }) => id === link.saved);
  const names = onlyNames(link);
  const missing = link.saved !== undefined && (saved !== undefined || isError) && search === undefined;
  const fill = useEffectEvent((from: SavedSearch) => go(linkOfSaved(from), { replace: true }));
  useEffect(() => {
    if (names && search) fill(search);
  }, [names, search]);
  return { search, opening: names && !missing, missing };
}
