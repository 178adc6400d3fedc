// One row with all its columns. It never changes, so it is asked for once.

import { useQuery } from '@tanstack/react-query';
import { getRow } from '../../api/client';
import type { ApiError } from '../../api/errors';
import type { Row } from '../../api/types';

export function rowQuery(source: string, id: string) {
  return {
    queryKey: ['row', source, id],
    queryFn: ({ signal }: { signal: AbortSignal }) => getRow(source, id, signal),
    staleTime: Infinity,
  };
}

export function useRow(source: string, id: string) {
  return useQuery<Row, ApiError>({
    ...rowQuery(source, id),
    retry: (_count, error) => error.passes,
    retryDelay: 1000,
  });
}
