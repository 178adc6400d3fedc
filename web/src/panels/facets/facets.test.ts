import { expect, test } from 'vitest';
import type { FieldValues, Source } from '../../api/types';
import { choose } from '../../links/filters';
import { countedRows, facetFields, facetTitle, facetValues, isNumeric, type ValuesView } from './facet-state';
import { atStep, kSteps, readNumber, stepOf } from './numbers';
import { isValuePinned, kMostPinnedFields, kNoPins, withFieldTurned, withValueTurned } from './pins';
import { mergeOrder } from './use-kept';

const logs: Source = {
  id: 'otel_v2.otel_logs', name: 'Demo Logs', kind: 'log', database: 'otel_v2', table: 'otel_logs', timestamp: 'Timestamp',
  default_select: ['Timestamp', 'Body'], severity: 'SeverityText', service: 'ServiceName', resource_attributes: 'ResourceAttributes',
}; // prettier-ignore

const field = (name: string, facet = true) => ({ name, type: 'String', kind: 'column' as const, facet });
const fields = [
  field('k8s.pod.name'),
  field('ServiceName'),
  field('SeverityText'),
  field('TraceFlags', false),
];

const answer = (counts: Record<string, number>, more: Partial<FieldValues> = {}): FieldValues => ({
  event: 'values',
  field: 'ServiceName',
  values: Object.entries(counts).map(([value, count]) => ({ value, count: String(count) })),
  distinct: String(Object.keys(counts).length),
  final: true,
  ...more,
});

const values = (view: Partial<ValuesView>) =>
  facetValues({
    answer: undefined, field: 'ServiceName', filters: [], order: [], pinned: [], bySeverity: false, ...view,
  }); // prettier-ignore
const names = (view: Partial<ValuesView>) => values(view).map(({ value }) => value);

test('severity and service lead the filters; added and chosen fields follow', () => {
  const chosen = [{ field: 'Odd', op: 'include' as const, values: ['1'] }];
  expect(facetFields(fields, ['TraceFlags', 'gone'], chosen, logs)).toEqual([
    'SeverityText', 'ServiceName', 'k8s.pod.name', 'TraceFlags', 'Odd',
  ]); // prettier-ignore
});

test('pinned fields come first, as they were pinned; those the table lacks are left out', () => {
  expect(facetFields(fields, [], [], logs, ['k8s.pod.name', 'gone', 'ServiceName'])).toEqual([
    'k8s.pod.name', 'ServiceName', 'SeverityText',
  ]); // prettier-ignore
});

test('a choice moves no field and no value', () => {
  const filters = choose([], 'k8s.pod.name', 'x', 'include');
  expect(facetFields(fields, [], filters, logs)).toEqual(facetFields(fields, [], [], logs));
  const counted = answer({ cart: 8, ad: 2 });
  expect(
    names({ answer: counted, order: ['cart', 'ad'], filters: choose([], 'ServiceName', 'ad', 'include') }),
  ).toEqual(['cart', 'ad']);
});

test('values keep their places when counts change; new ones come after', () => {
  const order = ['cart', 'ad'];
  expect(names({ answer: answer({ quote: 9, ad: 7, cart: 1 }), order })).toEqual(['cart', 'ad', 'quote']);
});

test('the order is the one of the first whole answer, whatever the parts before it said', () => {
  const first = mergeOrder(undefined, ['b'], false);
  const more = mergeOrder({ order: first, whole: false }, ['a', 'b'], false);
  expect(more).toEqual(['b', 'a']);
  const whole = mergeOrder({ order: more, whole: false }, ['a', 'c', 'b'], true);
  expect(whole).toEqual(['a', 'c', 'b']);
  expect(mergeOrder({ order: whole, whole: true }, ['b', 'd', 'a'], true)).toEqual(['a', 'c', 'b', 'd']);
});

test('a chosen or pinned value stays in sight when nothing has it, pinned ones on top', () => {
  const filters = choose([], 'ServiceName', 'kafka', 'exclude');
  const shown = values({
    answer: answer({ cart: 8, ad: 2 }),
    filters,
    order: ['cart', 'ad'],
    pinned: ['ad', 'email'],
  });
  expect(shown.map(({ value, count, choice }) => [value, count, choice])).toEqual([
    ['ad', 2, undefined],
    ['email', 0, undefined],
    ['cart', 8, undefined],
    ['kafka', 0, 'exclude'],
  ]);
});

test('what a short list leaves out is not said to be 0', () => {
  const short = answer({ cart: 8 }, { distinct: '7' });
  expect(values({ answer: short, pinned: ['email'] })[0]).toMatchObject({ value: 'email', count: undefined });
});

test('severities stand by weight, not by count', () => {
  expect(
    names({ answer: answer({ info: 8, error: 2 }), order: ['info', 'error'], bySeverity: true }),
  ).toEqual(['error', 'info']);
});

test('shares are of all rows, and told only when all values are known', () => {
  expect(countedRows(answer({ cart: 8, ad: 2 }, { absent: '5' }))).toBe(15);
  expect(countedRows(answer({ cart: 8 }, { distinct: '2' }))).toBeUndefined();
  expect(countedRows(answer({ cart: 8 }, { final: false }))).toBeUndefined();
});

test('a key is called by its own name', () => {
  expect(facetTitle('ResourceAttributes.k8s.pod.name', logs)).toBe('k8s.pod.name');
  expect(facetTitle('ServiceName', logs)).toBe('ServiceName');
});

test('columns of numbers are known by their type', () => {
  const types = [
    'UInt64',
    'Int8',
    'Nullable(Float64)',
    'Decimal(9, 2)',
    'String',
    'DateTime64(9)',
    'Map(String, UInt8)',
  ];
  expect(types.map(isNumeric)).toEqual([true, true, true, true, false, false, false]);
});

test('pins are put and taken, and bounded', () => {
  const one = withValueTurned(kNoPins, 'a', 'x');
  expect([isValuePinned(one, 'a', 'x'), isValuePinned(one, 'b', 'x')]).toEqual([true, false]);
  expect(withValueTurned(one, 'a', 'x')).toEqual(kNoPins);
  let many = kNoPins;
  for (let i = 0; i < kMostPinnedFields + 5; i++) many = withFieldTurned(many, `f${i}`);
  expect(many.fields).toHaveLength(kMostPinnedFields);
});

test('the handles of a slider meet the ends exactly', () => {
  expect([atStep(0, 0.1, 7.3), atStep(kSteps, 0.1, 7.3)]).toEqual([0.1, 7.3]);
  expect(atStep(500, 0, 10_000)).toBe(5000);
  expect([stepOf(0, 0, 0), stepOf(5, 0, 10), stepOf(99, 0, 10)]).toEqual([0, 500, 1000]);
});

test('ends of a range are read with separators, and with units where durations are meant', () => {
  expect([readNumber('1,200', false), readNumber('2.5e3', false), readNumber('', false)]).toEqual([
    1200,
    2500,
    undefined,
  ]);
  expect([readNumber('250 ms', true), readNumber('1.5s', true), readNumber('7', true)]).toEqual([
    250e6, 1.5e9, 7,
  ]);
  expect([readNumber('250 ms', false), readNumber('much', true)]).toEqual([NaN, NaN]);
});
