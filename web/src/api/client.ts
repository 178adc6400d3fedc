// The questions that are answered in one piece.

import createClient from 'openapi-fetch';
import { ApiError, apiError, asApiError } from './errors';
import type { paths } from './schema';
import type { ApiErrorBody, Explanation, Field, Intent, Row, ServerStatus, Source } from './types';

const client = createClient<paths>();

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer.catch((failure: unknown) => {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw asApiError(failure);
  });
  if (response.ok && data !== undefined) return data;
  const body = error as Partial<ApiErrorBody> | undefined;
  if (body?.code !== undefined && body.message !== undefined) throw apiError(body as ApiErrorBody);
  const code = response.status === 503 || response.status === 502 ? 'unavailable' : 'internal';
  throw new ApiError(code, `The server answered ${response.status} ${response.statusText}`.trim() + '.');
}

export function getStatus(signal: AbortSignal): Promise<ServerStatus> {
  return unwrap(client.GET('/api/v1/status', { signal }));
}

export async function listSources(signal: AbortSignal): Promise<Source[]> {
  return (await unwrap(client.GET('/api/v1/sources', { signal }))).sources;
}

export async function listFields(
  source: string,
  from_ns: string,
  to_ns: string,
  signal: AbortSignal,
): Promise<Field[]> {
  const params = { path: { source }, query: { from_ns, to_ns } };
  return (await unwrap(client.GET('/api/v1/sources/{source}/fields', { params, signal }))).fields;
}

export function explainSearch(intent: Intent, signal: AbortSignal): Promise<Explanation> {
  return unwrap(client.POST('/api/v1/search/explain', { body: intent, signal }));
}

export function getRow(source: string, id: string, signal: AbortSignal): Promise<Row> {
  return unwrap(client.POST('/api/v1/search/row', { body: { source, id }, signal }));
}
