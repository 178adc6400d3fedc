// The HTTP request that a row speaks of, by the names of the semantic conventions, old and new. Pure.

import type { Entry } from './entry';

export interface HttpRequest {
  method: string;
  url: string;
  status: string;
  failed: boolean;
  facts: Entry[]; // headers, sizes, addresses, bodies
}

const kMethod = ['http.request.method', 'http.method'];
const kUrl = ['url.full', 'http.url', 'url.path', 'http.target', 'http.route'];
const kStatus = ['http.response.status_code', 'http.status_code'];
const kFacts =
  /^(http\.(request|response)\.(header|body|size)|http\.route$|http\.user_agent$|http\.host$|user_agent\.original$|url\.query$|client\.address$|server\.(address|port)$|network\.(protocol|peer)|http\.(request|response)_content_length)/;

export function httpOf(entries: Entry[]): HttpRequest | undefined {
  const find = (keys: string[]) => {
    for (const key of keys) {
      const value = entries.find((entry) => entry.key === key)?.value;
      if (value !== undefined && value !== '') return value;
    }
    return '';
  };
  const [method, url, status] = [find(kMethod), find(kUrl), find(kStatus)];
  if (url === '' && (method === '' || status === '')) return undefined;
  return {
    method,
    url,
    status,
    failed: Number(status) >= 400,
    facts: entries.filter((entry) => kFacts.test(entry.key) && entry.value !== url),
  };
}

/** The same request on a command line; bodies and headers only as far as they were recorded. */
export function curlOf({ method, url, facts }: HttpRequest): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const headers = facts.flatMap(({ key, value }) => {
    const name = /^http\.request\.header\.(.+)$/.exec(key)?.[1];
    return name === undefined ? [] : [`-H ${quoted(`${name}: ${value.replace(/^\["(.*)"\]$/s, '$1')}`)}`];
  });
  const body = facts.find((fact) => /^http\.request\.body(\.content)?$/.test(fact.key))?.value;
  return [
    'curl',
    ...(method === '' || method === 'GET' ? [] : [`-X ${method}`]),
    ...headers,
    ...(body === undefined ? [] : [`--data-raw ${quoted(body)}`]),
    quoted(url),
  ].join(' ');
}
