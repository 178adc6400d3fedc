// What the server says of itself, asked every two seconds while somebody looks.

import { useQuery } from '@tanstack/react-query';
import { getStatus } from '../api/client';
import type { ApiError } from '../api/errors';
import type { ServerStatus } from '../api/types';

const kAskEveryMs = 2000;

export interface StatusNow {
  status: ServerStatus | undefined;
  unreachable: boolean;
  receivedAt: number; // the browser's clock, ms
}

export function useStatus(): StatusNow {
  const query = useQuery<ServerStatus, ApiError>({
    queryKey: ['status'],
    queryFn: ({ signal }) => getStatus(signal),
    refetchInterval: kAskEveryMs,
    retry: false,
  });
  return { status: query.data, unreachable: query.isError, receivedAt: query.dataUpdatedAt };
}
