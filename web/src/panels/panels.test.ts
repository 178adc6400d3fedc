import { expect, test } from 'vitest';
import type { Row, Source } from '../api/types';
import { tokenize, typingAt } from './query-box/tokens';
import { cellText, columnSpecs, splitColumns } from './results-table/columns';
import { findEntries, titleOf, viewRow } from './row-panel/sections';
import { childNodes, columnNodes } from './row-panel/tree';

const logs: Source = {
  id: 'otel_v2.otel_logs', name: 'Demo Logs', kind: 'log', database: 'otel_v2', table: 'otel_logs', timestamp: 'Timestamp',
  default_select: ['Timestamp', 'ServiceName', 'SeverityText', 'Body'], body: 'Body', severity: 'SeverityText', service: 'ServiceName',
  trace_id: 'TraceId', event_attributes: 'LogAttributes', resource_attributes: 'ResourceAttributes',
}; // prettier-ignore

const words = (text: string, language: 'lucene' | 'sql' = 'lucene') =>
  tokenize(text, language).map((token) => `${token.kind} ${text.slice(token.from, token.to)}`);

test('the query box colours fields, phrases, negations and operators', () => {
  expect(words('-"Wrote snapshot" ServiceName:payment AND NOT (a OR b)')).toEqual([
    'negation -', 'string "Wrote snapshot"', 'field ServiceName', 'operator :', 'keyword AND', 'negation NOT', 'operator (', 'keyword OR', 'operator )',
  ]); // prettier-ignore
  expect(words('Duration:>=200 my-host android')).toEqual(['field Duration', 'operator :>=']);
  expect(words('"unclosed')).toEqual(['string "unclosed']);
});

test('the query box colours SQL', () => {
  expect(words("ServiceName = 'pay''ment' AND Duration > 200", 'sql')).toEqual([
    'field ServiceName', 'operator =', "string 'pay''ment'", 'keyword AND', 'field Duration', 'operator >', 'number 200',
  ]); // prettier-ignore
});

test('colouring ends on any text', () => {
  for (const text of ['\\', ':::', '"\\', '{[(', 'é⨯🙂:x', '-', 'a:"'])
    for (const language of ['lucene', 'sql'] as const) expect(() => tokenize(text, language)).not.toThrow();
});

test('completion knows whether a field or a value is typed', () => {
  expect(typingAt('a Serv', 6, 'lucene')).toEqual({ from: 2, text: 'Serv', field: undefined, quoted: false });
  expect(typingAt('ServiceName:pay', 15, 'lucene')).toEqual({
    from: 12,
    text: 'pay',
    field: 'ServiceName',
    quoted: false,
  });
  expect(typingAt('Body:"Visa ca', 13, 'lucene')).toEqual({
    from: 5,
    text: 'Visa ca',
    field: 'Body',
    quoted: true,
  });
  expect(typingAt("ServiceName = 'pay", 18, 'sql')).toEqual({
    from: 14,
    text: 'pay',
    field: 'ServiceName',
    quoted: true,
  });
  expect(typingAt('a ', 2, 'lucene')).toEqual({ from: 2, text: '', field: undefined, quoted: false });
});

test('columns are drawn by what they are; the last text takes the space', () => {
  const columns = [
    { name: 'Timestamp', type: 'DateTime64(9)' },
    { name: 'ServiceName', type: 'LowCardinality(String)' },
    { name: 'SeverityText', type: 'LowCardinality(Nullable(String))' },
    { name: 'Body', type: 'String' },
    { name: 'SeverityNumber', type: 'UInt8' },
    { name: 'LogAttributes', type: 'Map(LowCardinality(String), String)' },
  ];
  const specs = columnSpecs(columns, logs, false);
  expect(specs.map((spec) => spec.kind)).toEqual(['time', 'service', 'severity', 'text', 'number', 'json']);
  expect(specs.map((spec) => spec.flexible)).toEqual([false, false, false, false, false, true]);
  expect(specs.map((spec) => spec.filterable)).toEqual([false, true, true, true, true, false]);
});

test('an expression is not a field to filter by', () => {
  expect(columnSpecs([{ name: 'lower(Body)', type: 'String' }], logs, false)[0]!.filterable).toBe(false);
});

test('a SELECT line is cut at its own commas only', () => {
  expect(splitColumns("Timestamp, if(a, b, 'x, y') AS z, m['k,1'],, ")).toEqual([
    'Timestamp',
    "if(a, b, 'x, y') AS z",
    "m['k,1']",
  ]);
  expect(splitColumns("'it\\'s, one'")).toEqual(["'it\\'s, one'"]);
  expect(splitColumns('')).toEqual([]);
});

test('a cell is its text, whatever its type', () => {
  expect([null, 'a', 7, true, { a: 1 }, ['x']].map(cellText)).toEqual([
    '',
    'a',
    '7',
    'true',
    '{"a":1}',
    '["x"]',
  ]);
});

const row: Row = {
  id: 'r',
  time_ns: '1795317119981336904',
  columns: [
    { name: 'Timestamp', type: 'DateTime64(9)', value: '1795317119981336904' },
    { name: 'TraceId', type: 'String', value: 'b3f1' },
    { name: 'SpanId', type: 'String', value: '' },
    { name: 'SeverityText', type: 'String', value: 'error' },
    { name: 'ServiceName', type: 'String', value: 'frontend' },
    { name: 'Body', type: 'String', value: 'Failed to place order' },
    { name: 'ResourceAttributes', type: 'Map(String, String)', value: { 'service.name': 'frontend' } },
    { name: 'LogAttributes', type: 'Map(String, String)', value: { 'error.details': 'Visa cache full', 'exception.message': 'boom', 'exception.type': 'Error' } },
    { name: '__sxt_row', type: 'UInt32', value: 3 },
  ],
}; // prettier-ignore

test('a row reads from its own attributes down to what it ran on', () => {
  const view = viewRow(row, logs);
  expect([view.title, view.severity, view.service]).toEqual(['Failed to place order', 'error', 'frontend']);
  expect(view.sections.map((section) => [section.title, section.entries.length])).toEqual([
    ['Log attributes', 3],
    ['Fields', 1],
    ['Resource attributes', 1],
  ]);
  expect(view.sections[0]!.entries[0]).toEqual({
    key: 'error.details',
    field: 'LogAttributes.error.details',
    value: 'Visa cache full',
    type: 'String',
  });
  expect(view.exceptions).toEqual([{ type: 'Error', message: 'boom', stack: '' }]);
});

test('every column has its value, times to the nanosecond', () => {
  const nodes = columnNodes(row);
  expect(nodes).toHaveLength(9);
  expect(nodes[0]).toMatchObject({
    key: 'Timestamp',
    text: '2026-11-22T03:11:59.981336904Z',
    field: undefined,
  });
  expect(childNodes(nodes[6]!)[0]).toMatchObject({
    key: 'service.name',
    text: 'frontend',
    field: 'ResourceAttributes.service.name',
  });
});

test('a span shows the exception of its events', () => {
  const span: Row = {
    ...row,
    columns: [
      { name: 'SpanName', type: 'String', value: 'charge' },
      { name: 'Events.Timestamp', type: 'Array(DateTime64(9))', value: ['1795317119981336905'] },
      { name: 'Events.Name', type: 'Array(String)', value: ['exception'] },
      {
        name: 'Events.Attributes',
        type: 'Array(Map(String, String))',
        value: [{ 'exception.message': 'Visa cache full', 'exception.stacktrace': 'at x' }],
      },
    ],
  };
  const view = viewRow(span, { ...logs, kind: 'trace' });
  expect(view.title).toBe('charge');
  expect(view.exceptions).toEqual([{ type: '', message: 'Visa cache full', stack: 'at x' }]);
  expect(view.events[0]).toMatchObject({ name: 'exception', timeNs: '1795317119981336905' });
});

test('keys and values are found without regard to case', () => {
  const { entries } = viewRow(row, logs).sections[0]!;
  expect(findEntries(entries, 'VISA').map((entry) => entry.key)).toEqual(['error.details']);
  expect(findEntries(entries, 'exception')).toHaveLength(2);
  expect(findEntries(entries, ' ')).toHaveLength(3);
});

test('a map column is called in words', () => {
  expect([titleOf('LogAttributes'), titleOf('ResourceAttributes'), titleOf('odd')]).toEqual([
    'Log attributes',
    'Resource attributes',
    'odd',
  ]);
});
