// A streaming answer in the query cache: what has arrived is there to be drawn while the rest is read.
// The answer belongs to its key for good (the key holds instants, not "the last hour"), so it is never asked
// twice; failures that pass by themselves (the engine restarts) are retried until they do.

import { useQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '../api/errors';

/** Arrived events are shown at most this often, so that a fast stream does not draw the page each time. */
const kShowEveryMs = 60;
const kRetryMs = 1000;

export interface StreamOptions<E, S> {
  key: QueryKey;
  enabled?: boolean;
  open: (signal: AbortSignal) => AsyncIterable<E[]>;
  initial: S;
  reduce: (state: S, event: E) => S;
}

export interface Streamed<S> {
  state: S | undefined; // what has arrived
  error: ApiError | undefined; // why it ended early
  waiting: ApiError | undefined; // why it is being asked again
  busy: boolean;
  stopped: boolean; // by stop(): what is there stays, the rest is not asked for
  stop: () => void;
  again: () => void;
}

interface Held<S> {
  state: S;
  stopped: boolean;
}

const kStop = new DOMException('Stopped by the reader', 'AbortError');

export function useStream<E, S>({
  key,
  enabled = true,
  open,
  initial,
  reduce,
}: StreamOptions<E, S>): Streamed<S> {
  const client = useQueryClient();
  const stopper = useRef<AbortController | undefined>(undefined);

  const read = async (signal: AbortSignal): Promise<Held<S>> => {
    const own = new AbortController();
    stopper.current = own;
    let state = initial;
    let shownAt = 0;
    try {
      for await (const batch of open(AbortSignal.any([signal, own.signal]))) {
        state = batch.reduce(reduce, state);
        if (signal.aborted || performance.now() - shownAt < kShowEveryMs) continue;
        shownAt = performance.now();
        client.setQueryData<Held<S>>(key, { state, stopped: false });
      }
    } catch (error) {
      if (own.signal.aborted && !signal.aborted) return { state, stopped: true };
      if (error instanceof ApiError && !error.passes)
        client.setQueryData<Held<S>>(key, { state, stopped: false });
      throw error;
    }
    return { state, stopped: false };
  };

  const query = useQuery<Held<S>, ApiError>({
    queryKey: key,
    queryFn: ({ signal }) => read(signal),
    enabled,
    staleTime: Infinity,
    gcTime: 120_000,
    structuralSharing: false,
    retry: (_count, error) => error.passes,
    retryDelay: (_count, error) => error.body?.retry_after_ms ?? kRetryMs,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

  return {
    state: query.data?.state,
    error: query.error ?? undefined,
    waiting: query.isFetching && query.failureReason ? query.failureReason : undefined,
    busy: query.isFetching,
    stopped: query.data?.stopped ?? false,
    stop: () => stopper.current?.abort(kStop),
    again: () => void query.refetch(),
  };
}
