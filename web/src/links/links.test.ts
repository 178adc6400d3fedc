import { expect, test } from 'vitest';
import type { Filter } from '../api/types';
import { choiceOf, choose, only, pillsOf, withPillTurned, withoutPill } from './filters';
import type { SavedSearch } from '../api/types';
import { linkOfSaved, savedHref, saysTheSame, searchedOf } from './saved-search';
import { formatSearchLink, parseSearchLink, searchHref, sharedLink, type SearchLink } from './search-link';

const kEmptySearch = parseSearchLink({});

const full: SearchLink = {
  source: 'otel_v2.otel_logs',
  where: 'ServiceName:payment "Visa cache full" & more=1',
  language: 'sql',
  filters: [
    { field: 'SeverityText', op: 'include', values: ['error', ''] },
    { field: 'ResourceAttributes.k8s.pod.name', op: 'exclude', values: ['a,b', 'é"'] },
    { field: 'Duration', op: 'range', min: 200e6 },
  ],
  columns: ['Timestamp', "LogAttributes['a,b'] AS x"],
  range: { kind: 'between', fromNs: 1795317119981336904n, toNs: 1795317120000000000n },
  live: false,
  refreshMs: 10_000,
  compare: true,
  timeLimitMs: 120_000,
  saved: 's1',
  order: 'oldest',
  sort: { column: 'Duration', direction: 'descending' },
  row: 'v1.abc',
  trail: ['v1.first', 'v1.second'],
  tab: 'context',
  context: {
    windowMs: 5000,
    match: 'custom',
    fields: ['ResourceAttributes.host.name'],
    where: 'level:error',
  },
};

test.each([
  ['everything', full],
  ['nothing', kEmptySearch],
  ['live', { ...kEmptySearch, live: true }],
])('an address with %s gives back the same state', (_, link) => {
  const address = new URL(searchHref(link), 'http://x');
  expect(parseSearchLink(Object.fromEntries(address.searchParams))).toEqual(link);
});

test('what an address cannot mean is as if it were absent', () => {
  const link = parseSearchLink({
    filters:
      '[{"field":"a","op":"include","values":[1]},{"op":"include"},7,{"field":"b","op":"exclude","values":["x"]}]',
    select: '{"a":1}',
    range: 'forever',
    refresh: '1w',
    compare: 'yes',
    time_limit: '0s',
    from: 'x',
    lang: 'klingon',
    order: 'sideways',
    sort: '{"column":"Body","direction":"up"}',
    tab: 'secret',
  });
  expect(link).toEqual({ ...kEmptySearch, filters: [{ field: 'b', op: 'exclude', values: ['x'] }] });
  expect(parseSearchLink({ filters: '[[[', select: '[]' })).toEqual(kEmptySearch);
});

test('a short state has a short address', () => {
  expect(formatSearchLink(kEmptySearch)).toEqual({ range: '15m' });
});

test('a link for others names instants, not "the last day"', () => {
  const shared = sharedLink({ ...kEmptySearch, live: true }, { fromNs: 1n, toNs: 2n });
  expect(shared.range).toEqual({ kind: 'between', fromNs: 1n, toNs: 2n });
  expect(shared.live).toBe(false);
});

const errors: Filter[] = [{ field: 'SeverityText', op: 'include', values: ['error'] }];

test('a second value joins the first; the opposite choice replaces the value', () => {
  const two = choose(errors, 'SeverityText', 'fatal', 'include');
  expect(two).toEqual([{ field: 'SeverityText', op: 'include', values: ['error', 'fatal'] }]);
  const turned = choose(two, 'SeverityText', 'error', 'exclude');
  expect(choiceOf(turned, 'SeverityText', 'error')).toBe('exclude');
  expect(choiceOf(turned, 'SeverityText', 'fatal')).toBe('include');
});

test('taking the last value away takes the filter away', () => {
  expect(choose(errors, 'SeverityText', 'error', undefined)).toEqual([]);
});

test('only one value drops the other choices of its field and of no other', () => {
  const before = choose(choose(errors, 'ServiceName', 'kafka', 'exclude'), 'SeverityText', 'warn', 'include');
  expect(only(before, 'SeverityText', 'info')).toEqual([
    { field: 'SeverityText', op: 'include', values: ['info'] },
    { field: 'ServiceName', op: 'exclude', values: ['kafka'] },
  ]);
});

test('pills say the polarity in words and can be turned and removed', () => {
  const filters = choose(choose(errors, 'ServiceName', 'kafka', 'exclude'), 'ServiceName', '', 'exclude');
  const pills = pillsOf(filters);
  expect(pills.map((pill) => `${pill.field} ${pill.op} ${pill.text}`)).toEqual([
    'SeverityText include error',
    'ServiceName exclude kafka',
    'ServiceName exclude (empty)',
  ]);
  expect(withoutPill(filters, pills[1]!)).toEqual(choose(errors, 'ServiceName', '', 'exclude'));
  expect(choiceOf(withPillTurned(filters, pills[0]!), 'SeverityText', 'error')).toBe('exclude');
});

test('a range pill shows its ends', () => {
  expect(pillsOf([{ field: 'Duration', op: 'range', min: 2.5e8 }], 'Duration')[0]!.text).toBe('≥ 250 ms');
  expect(pillsOf([{ field: 'Duration', op: 'range', min: 5 }])[0]!.text).toBe('≥ 5');
  expect(pillsOf([{ field: 'Duration', op: 'range', min: 5, max: 9 }])[0]!.text).toBe('5 – 9');
});

const saved: SavedSearch = {
  id: 's1', version: 3, name: 'Refusals', source: 'otel_v2.otel_logs', text: 'refused', language: 'lucene', filters: errors,
  columns: ['Body'], tags: [], favourite: false, created_ns: '1', updated_ns: '2',
}; // prettier-ignore

test('a saved search decides what is asked, and leaves the time to whoever opens it', () => {
  const opened = { ...full, ...linkOfSaved(saved) };
  expect(opened).toMatchObject({ saved: 's1', where: 'refused', language: 'lucene', range: full.range });
  expect(opened.row).toBeUndefined();
  expect(searchedOf(opened, saved.source)).toEqual({
    source: saved.source, text: 'refused', language: 'lucene', filters: errors, columns: ['Body'],
  }); // prettier-ignore
  expect(savedHref('a/b')).toBe('/search?saved=a%2Fb');
});

test('a change of what is asked shows, one of time or view does not', () => {
  const opened = { ...kEmptySearch, ...linkOfSaved(saved) };
  expect(saysTheSame(opened, saved.source, saved)).toBe(true);
  expect(saysTheSame({ ...opened, range: full.range, compare: true, row: 'x' }, saved.source, saved)).toBe(
    true,
  );
  expect(saysTheSame({ ...opened, where: 'refused twice' }, saved.source, saved)).toBe(false);
  expect(saysTheSame({ ...opened, filters: [] }, saved.source, saved)).toBe(false);
  expect(saysTheSame(opened, 'another', saved)).toBe(false);
});
