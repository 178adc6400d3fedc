// What the page asks the server.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainSearch, listFields, listSources } from '../../api/client';
import { ApiError } from '../../api/errors';
import { streamHistogram, streamRows, streamValues } from '../../api/streams';
import type {
  Explanation,
  Field,
  HistogramEvent,
  Intent,
  Order,
  RowsEvent,
  Sort,
  Source,
} from '../../api/types';
import { useSettled } from '../../panels/use-settled';
import { useStream, type Streamed } from '../../panels/use-stream';
import { kNoBucketsYet, reduceHistogram, totalOf, type HistogramState } from './histogram-state';
import { kMostRows, kNoRowsYet, reduceRows, type RowsState } from './rows-state';

const kPageRows = 200;
const kNextPageRows = 500;
const kMostBuckets = 100;
const kExplainAfterMs = 200;

const retryWhilePassing = {
  retry: (_count: number, error: ApiError) => error.passes,
  retryDelay: 1000,
};

const kSearchable = new Set<Source['kind']>(['log', 'trace']);

export function useSources() {
  return useQuery<Source[], ApiError>({
    queryKey: ['sources'],
    queryFn: async ({ signal }) =>
      (await listSources(signal)).filter((source) => kSearchable.has(source.kind)),
    staleTime: 60_000,
    ...retryWhilePassing,
  });
}

function fieldsQuery(source: string, intent: Pick<Intent, 'from_ns' | 'to_ns'>) {
  return {
    queryKey: ['fields', source, intent.from_ns, intent.to_ns],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      listFields(source, intent.from_ns, intent.to_ns, signal),
    staleTime: Infinity,
  };
}

/** The fields of a source that is not shown yet; undefined when they cannot be had now. */
export function useFindFields(): (source: string, intent: Intent) => Promise<Field[] | undefined> {
  const client = useQueryClient();
  return (source, intent) => client.fetchQuery(fieldsQuery(source, intent)).catch(() => undefined);
}

export function useFields(source: Source | undefined, intent: Intent | undefined) {
  return useQuery<Field[], ApiError>({
    ...fieldsQuery(source?.id ?? '', intent ?? { from_ns: '0', to_ns: '0' }),
    enabled: source !== undefined && intent !== undefined,
    placeholderData: (before, query) => (query?.queryKey[1] === source?.id ? before : undefined),
    ...retryWhilePassing,
  });
}

export function useHistogram(intent: Intent | undefined): Streamed<HistogramState> {
  return useStream<HistogramEvent, HistogramState>({
    key: ['histogram', intent],
    enabled: intent !== undefined,
    open: (signal) => streamHistogram({ ...intent!, max_buckets: kMostBuckets }, signal),
    initial: kNoBucketsYet,
    reduce: reduceHistogram,
  });
}

export interface Rows extends Streamed<RowsState> {
  more: () => void;
  loadingMore: boolean;
  moreError: ApiError | undefined;
}

export function useRows(
  intent: Intent | undefined,
  columns: string[] | undefined,
  order: Order,
  sort: Sort | undefined,
): Rows {
  const client = useQueryClient();
  const request = intent && {
    ...intent,
    ...(columns ? { columns } : {}),
    ...(sort ? { sort } : { order }),
    limit: kPageRows,
  };
  const key = ['rows', request];
  const streamed = useStream<RowsEvent, RowsState>({
    key,
    enabled: request !== undefined,
    open: (signal) => streamRows(request!, signal),
    initial: kNoRowsYet,
    reduce: reduceRows,
  });
  const [page, setPage] = useState<{ of: string; error?: ApiError }>();
  const next = streamed.state?.done?.next;

  const more = () => {
    if (
      !request ||
      next === undefined ||
      page?.of === next ||
      streamed.busy ||
      streamed.state!.rows.length >= kMostRows
    )
      return;
    setPage({ of: next });
    const read = async () => {
      let state: RowsState = { ...streamed.state!, done: undefined };
      for await (const batch of streamRows(
        { ...request, after: next, limit: kNextPageRows },
        new AbortController().signal,
      ))
        state = batch.reduce(reduceRows, state);
      client.setQueryData(key, { state, stopped: false });
    };
    read().then(
      () => setPage(undefined),
      (error: unknown) =>
        setPage({
          of: '',
          error: error instanceof ApiError ? error : new ApiError('unreachable', String(error)),
        }),
    );
  };
  return {
    ...streamed,
    more,
    loadingMore: page !== undefined && page.error === undefined,
    moreError: page?.error,
  };
}

/** How many events an intent matches; for the ways out of an empty list. */
export function useCount(intent: Intent | undefined): string | undefined {
  const { state } = useStream<HistogramEvent, HistogramState>({
    key: ['count', intent],
    enabled: intent !== undefined,
    open: (signal) => streamHistogram({ ...intent!, max_buckets: 1 }, signal),
    initial: kNoBucketsYet,
    reduce: reduceHistogram,
  });
  return state?.done ? totalOf(state) : undefined;
}

/** What the server understands of a search that may still be typed. */
export function useExplanation(intent: Intent | undefined): Explanation | undefined {
  const key = JSON.stringify(intent);
  const settled = useSettled(key, kExplainAfterMs);
  const asked = settled === undefined ? undefined : (JSON.parse(settled) as Intent);
  const query = useQuery<Explanation, ApiError>({
    queryKey: ['explain', asked?.source, asked?.text, asked?.language],
    queryFn: ({ signal }) => explainSearch(asked!, signal),
    enabled: (asked?.text ?? '').trim() !== '',
    staleTime: Infinity,
    retry: false,
    placeholderData: (before) => before,
  });
  return (asked?.text ?? '').trim() === '' || query.isError ? undefined : query.data;
}

/** Values for completion after `field:`; no more than a moment is waited for them. */
export async function suggestValues(
  intent: Intent | undefined,
  field: string,
  typed: string,
): Promise<{ value: string; count: string }[]> {
  if (!intent) return [];
  const { from_ns, to_ns, source } = intent;
  try {
    for await (const batch of streamValues(
      { source, from_ns, to_ns, fields: [field], limit: 30, ...(typed === '' ? {} : { prefix: typed }) },
      AbortSignal.timeout(3000),
    ))
      for (const event of batch) if (event.event === 'values' && event.final) return event.values;
  } catch {
    // completion is a help: without values the person goes on typing
  }
  return [];
}
