// The histogram as its windows arrive.

import type { Completeness, HistogramBucket, HistogramEvent, Progress, RunInfo } from '../../api/types';
import { addBuckets } from '../../viz/histogram-shape';

export interface HistogramState {
  bucketNs: string;
  buckets: HistogramBucket[];
  progress: Progress | undefined;
  done: (RunInfo & Completeness & { total: string }) | undefined;
}

export const kNoBucketsYet: HistogramState = {
  bucketNs: '0',
  buckets: [],
  progress: undefined,
  done: undefined,
};

export function reduceHistogram(state: HistogramState, event: HistogramEvent): HistogramState {
  switch (event.event) {
    case 'buckets':
      return { ...state, bucketNs: event.bucket_ns, buckets: addBuckets(state.buckets, event.buckets) };
    case 'progress':
      return { ...state, progress: event };
    case 'done':
      return { ...state, bucketNs: event.bucket_ns, progress: undefined, done: event };
    case 'error':
      return state;
  }
}

/** The answer's total, or while it is being read the sum of what has arrived. */
export function totalOf(state: HistogramState): string {
  if (state.done) return state.done.total;
  let sum = 0n;
  for (const bucket of state.buckets) for (const count of Object.values(bucket.counts)) sum += BigInt(count);
  return sum.toString();
}
