// The team's saved searches: the list, and what changes it. The list on the screen is what the server last said.

import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createSavedSearch, listSavedSearches, replaceSavedSearch } from '../../api/client';
import type { ApiError } from '../../api/errors';
import type { SavedSearch, SavedSearchDraft } from '../../api/types';
import { useDeleting } from './deleting';

const kKey = ['saved-searches'];

/** Without those that are being deleted. */
export function useSavedSearches(enabled = true) {
  const deleting = useDeleting();
  const query = useQuery<SavedSearch[], ApiError>({
    queryKey: kKey,
    queryFn: ({ signal }) => listSavedSearches(signal),
    enabled,
    staleTime: 10_000,
    retry: (_count, error) => error.passes,
    retryDelay: 1000,
  });
  return { ...query, saved: query.data?.filter((search) => !deleting.some(({ id }) => id === search.id)) };
}

/** A list that was never read is read, not made of the one that was changed. */
function put(client: QueryClient, search: SavedSearch): void {
  if (client.getQueryData<SavedSearch[]>(kKey) === undefined)
    return void client.invalidateQueries({ queryKey: kKey });
  client.setQueryData<SavedSearch[]>(kKey, (list = []) => [
    search,
    ...list.filter((other) => other.id !== search.id),
  ]);
}

export function useCreateSaved() {
  const client = useQueryClient();
  return useMutation<SavedSearch, ApiError, SavedSearchDraft>({
    mutationFn: createSavedSearch,
    onSuccess: (search) => put(client, search),
  });
}

/** Changes some of it. A conflict reads the list again, so that trying once more speaks of the present one. */
export function useChangeSaved() {
  const client = useQueryClient();
  return useMutation<SavedSearch, ApiError, { saved: SavedSearch; change: Partial<SavedSearchDraft> }>({
    mutationFn: ({ saved, change }) => {
      const { id, version, name, source, text, language, columns, filters, sort, tags, favourite } = saved;
      const same = { version, name, source, text, language, filters, tags, favourite };
      const kept = { ...same, ...(columns ? { columns } : {}), ...(sort ? { sort } : {}) };
      return replaceSavedSearch(id, { ...kept, ...change });
    },
    onSuccess: (search) => put(client, search),
    onError: () => void client.invalidateQueries({ queryKey: kKey }),
  });
}
