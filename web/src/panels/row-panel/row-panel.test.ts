import { expect, test } from 'vitest';
import type { Row, Source } from '../../api/types';
import { kDefaultContext } from '../../links/context-choice';
import { errorChain, type FailedSpan } from './chain';
import { chosenOption, contextRequests, matchOptions, neighbours, sharedAttributes } from './context';
import { curlOf, httpOf } from './http';
import { groupStack, kMostStackLines, parseStack } from './stack';
import { childNodes, columnNodes, copyText, findPaths } from './tree';

const span = (spanId: string, parentId: string, startNs = 0n): FailedSpan => ({
  id: spanId, spanId, parentId, service: spanId, name: spanId, message: '', code: '', startNs,
}); // prettier-ignore
const ids = (chain: ReturnType<typeof errorChain>) => chain?.links.map((link) => link.spanId);

test('a chain leads from the cause up to where the failure surfaced', () => {
  const chain = errorChain([span('root', ''), span('mid', 'root'), span('cause', 'mid')], new Map(), 'root');
  expect(ids(chain)).toEqual(['cause', 'mid', 'root']);
  expect(chain).toMatchObject({ failed: 3, services: 3 });
  expect(errorChain([], new Map(), 'root')).toBeUndefined();
});

test('a chain passes through spans that did not fail', () => {
  const parents = new Map([['server', 'client']]);
  expect(ids(errorChain([span('client', ''), span('cause', 'server')], parents, ''))).toEqual([
    'cause',
    'client',
  ]);
});

test('of several ways the one through the row is taken, else the longest, else the earliest', () => {
  const spans = [
    span('root', ''),
    span('a', 'root', 5n),
    span('b', 'root', 1n),
    span('deep', 'b', 9n),
    span('other', ''),
  ];
  expect(ids(errorChain(spans, new Map(), 'a'))).toEqual(['a', 'root']);
  expect(ids(errorChain(spans, new Map(), 'nowhere'))).toEqual(['deep', 'b', 'root']);
  expect(ids(errorChain([span('late', '', 2n), span('early', '', 1n)], new Map(), ''))).toEqual(['early']);
});

test('spans that are their own ancestors end the chain', () => {
  expect(ids(errorChain([span('a', 'b'), span('b', 'a')], new Map(), ''))).toHaveLength(2);
});

test.each([
  ['at charge (/app/charge.js:88:11)', 'charge', '/app/charge.js:88:11', false],
  ['    at async /app/index.js:4:5', '', '/app/index.js:4:5', false],
  ['    at f (/app/node_modules/x/y.js:1:2)', 'f', '/app/node_modules/x/y.js:1:2', true],
  ['  File "/app/cart.py", line 12, in add', 'add', '/app/cart.py:12', false],
  ['  File "/usr/lib/python3.12/json.py", line 3, in load', 'load', '/usr/lib/python3.12/json.py:3', true],
  ['\tat shop.Cart.add(Cart.java:42)', 'shop.Cart.add', 'Cart.java:42', false],
  [
    '\tat java.base/java.lang.Thread.run(Thread.java:840)',
    'java.base/java.lang.Thread.run',
    'Thread.java:840',
    true,
  ],
  [
    '   at Shop.Cart.Add(Item item) in /src/Cart.cs:line 7',
    'Shop.Cart.Add(Item item)',
    '/src/Cart.cs:line 7',
    false,
  ],
  ["cart.rb:7:in `add'", 'add', 'cart.rb:7', false],
  ['#0 /app/cart.php(8): Cart->add()', 'Cart->add()', '/app/cart.php:8', false],
])('a frame is read from “%s”', (line, name, place, library) => {
  expect(parseStack(line)).toEqual([
    { kind: 'frame', frame: expect.objectContaining({ function: name, place, library }) as unknown },
  ]);
});

test('a frame of Go is two lines; what nobody knows stays text', () => {
  const lines = parseStack('goroutine 1 [running]:\nmain.charge(0x1)\n\t/app/main.go:12 +0x1d');
  expect(lines.map((line) => line.kind)).toEqual(['text', 'frame']);
  expect(lines[1]).toMatchObject({ frame: { function: 'main.charge', place: '/app/main.go:12' } });
});

test('library frames in a row fold, a lone one stays', () => {
  const own = 'at a (/app/a.js:1:1)';
  const library = 'at b (/app/node_modules/b.js:1:1)';
  const groups = groupStack(parseStack([own, library, own, library, library].join('\n')));
  expect(groups.map((group) => [group.kind, group.lines.length])).toEqual([
    ['own', 1],
    ['own', 1],
    ['own', 1],
    ['library', 2],
  ]);
  expect(parseStack(`${own}\n`.repeat(kMostStackLines * 2))).toHaveLength(kMostStackLines);
});

const entry = (key: string, value: string) => ({ key, field: key, value, type: 'String' });

test('a request is known by the old names and the new', () => {
  expect(httpOf([entry('http.method', 'GET'), entry('http.url', 'http://x/'), entry('http.status_code', '200')])).toMatchObject({ method: 'GET', url: 'http://x/', status: '200', failed: false });
  expect(httpOf([entry('http.request.method', 'PUT'), entry('url.path', '/a'), entry('http.response.status_code', '503')])).toMatchObject({ status: '503', failed: true });
  expect(httpOf([entry('http.method', 'GET')])).toBeUndefined();
}); // prettier-ignore

test('a copied request keeps its quotes', () => {
  const request = httpOf([
    entry('http.method', 'POST'),
    entry('http.url', "http://x/it's"),
    entry('http.request.header.accept', '["*/*"]'),
    entry('http.request.body', '{"a":1}'),
  ])!;
  expect(curlOf(request)).toBe(`curl -X POST -H 'accept: */*' --data-raw '{"a":1}' 'http://x/it'\\''s'`);
});

const source: Source = {
  id: 's', name: 'S', kind: 'log', database: 'd', table: 't', timestamp: 'Timestamp', default_select: [], service: 'ServiceName',
  severity: 'SeverityText', resource_attributes: 'ResourceAttributes',
}; // prettier-ignore
const row: Row = {
  id: 'origin',
  time_ns: '1000000000',
  columns: [
    { name: 'Timestamp', type: 'DateTime64(9)', value: '1000000000' },
    { name: 'ServiceName', type: 'String', value: 'cart' },
    { name: 'ResourceAttributes', type: 'Map(String, String)', value: { 'k8s.pod.name': 'p', 'k8s.namespace.name': 'n', long: 'x'.repeat(201) } },
    { name: 'LogAttributes', type: 'Map(String, String)', value: { json: '{"a":{"b":[1,2]}}', plain: 'Deep' } },
    { name: 'Empty', type: 'Array(String)', value: [] },
  ],
}; // prettier-ignore

test('a tree opens maps, arrays and texts that are JSON; keys of columns are fields', () => {
  const [, , , attributes, empty] = columnNodes(row);
  const [json, plain] = childNodes(attributes!);
  expect([json!.field, plain!.field]).toEqual(['LogAttributes.json', 'LogAttributes.plain']);
  const [a] = childNodes(json!);
  expect(a).toMatchObject({ key: 'a', field: undefined, text: 'b' });
  expect(childNodes(childNodes(a!)[0]!).map((node) => node.text)).toEqual(['1', '2']);
  expect(empty).toMatchObject({ parts: undefined, text: '[]' });
  expect(copyText(json!)).toBe('{"a":{"b":[1,2]}}');
});

test('a search finds keys and values however deep, and the way to them', () => {
  const nodes = columnNodes(row);
  expect([...findPaths(nodes, 'deep')!]).toEqual(['LogAttributes.plain', 'LogAttributes']);
  expect(findPaths(nodes, 'B')!.has('LogAttributes.json.a.b')).toBe(true);
  expect(findPaths(nodes, ' ')).toBeUndefined();
});

test('only what the row has can be matched on; a lost choice falls back to anything', () => {
  const attributes = sharedAttributes(row, source);
  expect(attributes.map(({ key }) => key)).toEqual(['ServiceName', 'k8s.pod.name', 'k8s.namespace.name']);
  const options = matchOptions(attributes, source, kDefaultContext);
  expect(options.map(({ match }) => match)).toEqual(['anything', 'service', 'pod', 'custom']);
  expect(options[2]!.filters.map(({ field }) => field)).toEqual([
    'ResourceAttributes.k8s.pod.name',
    'ResourceAttributes.k8s.namespace.name',
  ]);
  expect(chosenOption(options, { ...kDefaultContext, match: 'node' }).match).toBe('anything');
});

test('both sides are asked for from the row outwards, the row’s own instant with the older', () => {
  const [option] = matchOptions([], source, kDefaultContext);
  const { older, newer } = contextRequests(source, row, ['Body'], kDefaultContext, option!);
  expect([older.from_ns, older.to_ns, older.order]).toEqual(['-14000000000', '1000000001', 'newest']);
  expect([newer.from_ns, newer.to_ns, newer.order]).toEqual(['1000000001', '16000000000', 'oldest']);
});

test('the row stands in its place also when no answer holds it', () => {
  const columns = [
    { name: 'ServiceName', type: 'String' },
    { name: 'LogAttributes.plain', type: 'String' },
  ];
  const read = (...names: string[]) => ({
    columns, complete: true, whyNot: undefined, rows: names.map((id) => ({ id, time_ns: '0', cells: [] })),
  }); // prettier-ignore
  const missing = neighbours(row, source, read('before'), read('next', 'later'));
  expect(missing.rows.map(({ id }) => id)).toEqual(['later', 'next', 'origin', 'before']);
  expect(missing.rows[2]!.cells).toEqual(['cart', 'Deep']);
  const there = neighbours(row, source, read('origin', 'before'), read());
  expect(there.rows.map(({ id }) => id)).toEqual(['origin', 'before']);
});
