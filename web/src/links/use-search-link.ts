// The Search page's state where it lives: in the address.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { formatSearchLink, parseSearchLink, type SearchLink, type SearchParams } from './search-link';

export type Go = (change: Partial<SearchLink>, how?: { replace?: boolean }) => void;

/** `go` makes a new entry of the browser's history unless told to replace the present one. */
export function useSearchLink(): [SearchLink, Go] {
  const params: SearchParams = useSearch({ strict: false });
  const key = JSON.stringify(params);
  const link = useMemo(() => parseSearchLink(JSON.parse(key) as SearchParams), [key]);
  const navigate = useNavigate();
  const go: Go = (change, how) => {
    void navigate({
      to: '/search',
      search: formatSearchLink({ ...link, ...change }),
      replace: how?.replace ?? false,
    });
  };
  return [link, go];
}
