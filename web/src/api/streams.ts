// The streaming questions: each yields batches of events and ends after `done`, or throws an ApiError. A
// stream that stops without `done` or `error` throws `broken_off`: half an answer is never taken for a whole.

import { ApiError, apiError, asApiError, errorOfResponse } from './errors';
import { Gate } from './gate';
import { readNdjson } from './ndjson';
import type {
  ApiErrorBody,
  HistogramEvent,
  HistogramRequest,
  Intent,
  NumbersEvent,
  NumbersRequest,
  RowsEvent,
  RowsRequest,
  TailEvent,
  ValuesEvent,
  ValuesRequest,
} from './types';

/** Requests of one page in flight at once; Live Tail, which never ends, is not counted. */
export const kRequestsInFlight = 3;

const gate = new Gate(kRequestsInFlight);

type AnyEvent = { event: string };

async function* stream<E extends AnyEvent>(
  path: string,
  request: unknown,
  signal: AbortSignal,
  endless = false,
): AsyncGenerator<E[]> {
  const leave = endless ? () => undefined : await gate.enter(signal);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(request),
      signal,
    });
    if (!response.ok || !response.body) throw await errorOfResponse(response);
    for await (const batch of readNdjson<E>(response.body)) {
      const failure = batch.find((event) => event.event === 'error');
      if (failure) {
        const before = batch.slice(0, batch.indexOf(failure));
        if (before.length > 0) yield before;
        throw apiError(failure as unknown as ApiErrorBody);
      }
      yield batch;
      if (batch.some((event) => event.event === 'done')) return;
    }
    throw new ApiError(
      'broken_off',
      'The answer broke off in the middle: the server or the way to it went away.',
    );
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw asApiError(error);
  } finally {
    leave();
  }
}

export const streamRows = (request: RowsRequest, signal: AbortSignal) =>
  stream<RowsEvent>('/api/v1/search/rows', request, signal);

export const streamHistogram = (request: HistogramRequest, signal: AbortSignal) =>
  stream<HistogramEvent>('/api/v1/search/histogram', request, signal);

export const streamValues = (request: ValuesRequest, signal: AbortSignal) =>
  stream<ValuesEvent>('/api/v1/search/values', request, signal);

export const streamNumbers = (request: NumbersRequest, signal: AbortSignal) =>
  stream<NumbersEvent>('/api/v1/search/numbers', request, signal);

export const streamTail = (request: Intent, signal: AbortSignal) =>
  stream<TailEvent>('/api/v1/tail', request, signal, true);
