// The questions that are answered in one piece.

import createClient from 'openapi-fetch';
import { ApiError, apiError, asApiError } from './errors';
import type { paths } from './schema';
import type {
  ApiErrorBody,
  Explanation,
  ExportFormat,
  ExportRequest,
  Field,
  Intent,
  Pins,
  PinsDraft,
  Row,
  SavedSearch,
  SavedSearchDraft,
  ServerStatus,
  ServiceSlots,
  Source,
} from './types';

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
  if (response.ok && (data !== undefined || response.status === 204)) return data as T;
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

export async function listSavedSearches(signal: AbortSignal): Promise<SavedSearch[]> {
  return (await unwrap(client.GET('/api/v1/saved-searches', { signal }))).saved_searches as SavedSearch[];
}

export async function createSavedSearch(draft: SavedSearchDraft): Promise<SavedSearch> {
  return (await unwrap(client.POST('/api/v1/saved-searches', { body: draft }))) as SavedSearch;
}

/** Fails with `conflict` when somebody else changed it since `version` was read. */
export async function replaceSavedSearch(
  id: string,
  draft: SavedSearchDraft & { version: number },
): Promise<SavedSearch> {
  const params = { path: { id } };
  return (await unwrap(client.PUT('/api/v1/saved-searches/{id}', { params, body: draft }))) as SavedSearch;
}

/** Also when the page is being left. */
export async function deleteSavedSearch(id: string): Promise<void> {
  await unwrap(client.DELETE('/api/v1/saved-searches/{id}', { params: { path: { id } }, keepalive: true }));
}

export function getPins(source: string, signal: AbortSignal): Promise<Pins> {
  return unwrap(client.GET('/api/v1/sources/{source}/pins', { params: { path: { source } }, signal }));
}

export function replacePins(source: string, draft: PinsDraft): Promise<Pins> {
  return unwrap(client.PUT('/api/v1/sources/{source}/pins', { params: { path: { source } }, body: draft }));
}

export function listServiceSlots(signal: AbortSignal): Promise<ServiceSlots> {
  return unwrap(client.GET('/api/v1/service-slots', { signal }));
}

export function assignServiceSlots(services: string[]): Promise<ServiceSlots> {
  return unwrap(client.POST('/api/v1/service-slots', { body: { services } }));
}

/** Where a search's rows can be downloaded from, all of them. */
export function exportHref(request: ExportRequest, format: ExportFormat): string {
  return `/api/v1/search/export?${new URLSearchParams({ format, request: JSON.stringify(request) }).toString()}`;
}
