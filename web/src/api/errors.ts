// A refusal or failure of the server, or of the way to it.

import type { ApiErrorBody } from './types';

export type ErrorCode = ApiErrorBody['code'] | 'unreachable' | 'broken_off';

export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly body: Partial<ApiErrorBody>;

  constructor(code: ErrorCode, message: string, body: Partial<ApiErrorBody> = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.body = body;
  }

  /** The same request may succeed a little later without anybody changing anything. */
  get passes(): boolean {
    return this.code === 'unavailable' || this.code === 'unreachable' || this.code === 'broken_off';
  }
}

export function apiError(body: ApiErrorBody): ApiError {
  return new ApiError(body.code, body.message, body);
}

/** Turns whatever a request threw into an ApiError; a cancelled one stays an AbortError. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    'unreachable',
    'The server cannot be reached. Check that Sextant runs and that this page may talk to it.',
  );
}

export async function errorOfResponse(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text) as ApiErrorBody;
    if (typeof body.code === 'string' && typeof body.message === 'string') return apiError(body);
  } catch {
    // not the API's own words: a proxy, or nothing
  }
  const code = response.status === 503 || response.status === 502 ? 'unavailable' : 'internal';
  return new ApiError(code, `The server answered ${response.status} ${response.statusText}`.trim() + '.');
}
