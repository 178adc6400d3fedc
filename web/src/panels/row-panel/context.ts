// A row's neighbours in time: what they must share with it, what is asked for them, and the list they make
// with the row in its place. Pure.

import type { Filter, ResultColumn, ResultRow, Row, RowsRequest, Source } from '../../api/types';
import type { ContextChoice, ContextMatch } from '../../links/context-choice';
import { cellText } from '../results-table/columns';
import type { ReadRows } from './read-rows';

export interface MatchOption {
  match: ContextMatch;
  label: string;
  filters: Filter[]; // what it means for this row
}

/** Attributes with longer values are not offered: they name one thing, not a place. */
const kLongestValue = 200;
/** Rows read on each side. */
export const kContextRows = 200;

const kPresets: { match: ContextMatch; label: string; keys: string[] }[] = [
  { match: 'host', label: 'Host', keys: ['host.name'] },
  { match: 'pod', label: 'Pod', keys: ['k8s.pod.name', 'k8s.namespace.name'] },
  { match: 'node', label: 'Node', keys: ['k8s.node.name'] },
];

export interface Attribute {
  field: string;
  key: string;
  value: string;
}

/** The resource's attributes and the service: what a neighbour may have in common with the row. */
export function sharedAttributes(row: Row, source: Source): Attribute[] {
  const at = (name: string | undefined) => row.columns.find((column) => column.name === name)?.value;
  const service = cellText(at(source.service));
  const map = at(source.resource_attributes);
  const entries = typeof map === 'object' && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
  return [
    ...(source.service === undefined || service === ''
      ? []
      : [{ field: source.service, key: source.service, value: service }]),
    ...entries.map(([key, value]) => ({
      field: `${source.resource_attributes}.${key}`,
      key,
      value: cellText(value),
    })),
  ].filter(({ value }) => value !== '' && value.length <= kLongestValue);
}

/** Only what the row has can be matched on. */
export function matchOptions(attributes: Attribute[], source: Source, choice: ContextChoice): MatchOption[] {
  const filter = ({ field, value }: Attribute): Filter => ({ field, op: 'include', values: [value] });
  const options: MatchOption[] = [{ match: 'anything', label: 'Anything', filters: [] }];
  const service = attributes.find((attribute) => attribute.field === source.service);
  if (service) options.push({ match: 'service', label: 'Service', filters: [filter(service)] });
  for (const { match, label, keys } of kPresets) {
    const found = keys.map((key) =>
      attributes.find(({ field }) => field === `${source.resource_attributes}.${key}`),
    );
    if (found[0]) options.push({ match, label, filters: found.filter((a) => a !== undefined).map(filter) });
  }
  const chosen = attributes.filter(({ field }) => choice.fields.includes(field));
  return [...options, { match: 'custom', label: 'Custom', filters: chosen.map(filter) }];
}

/** The preset that is chosen, or the first when this row does not have its attribute. */
export function chosenOption(options: MatchOption[], choice: ContextChoice): MatchOption {
  return options.find((option) => option.match === choice.match) ?? options[0]!;
}

export function contextRequests(
  source: Source,
  row: Row,
  columns: string[],
  choice: ContextChoice,
  option: MatchOption,
): { older: RowsRequest; newer: RowsRequest } {
  const at = BigInt(row.time_ns);
  const halfNs = (BigInt(choice.windowMs) * 1_000_000n) / 2n;
  const where = option.match === 'custom' ? choice.where.trim() : '';
  const common = {
    source: source.id,
    columns,
    ...(option.filters.length > 0 ? { filters: option.filters } : {}),
    ...(where === '' ? {} : { text: where, language: 'lucene' as const }),
  };
  return {
    older: {
      ...common,
      limit: kContextRows + 1,
      from_ns: String(at - halfNs),
      to_ns: String(at + 1n),
      order: 'newest',
    },
    newer: {
      ...common,
      limit: kContextRows,
      from_ns: String(at + 1n),
      to_ns: String(at + halfNs),
      order: 'oldest',
    },
  };
}

export interface Neighbours {
  columns: ResultColumn[];
  rows: ResultRow[]; // newest first, the row itself among them
  olderCut: boolean; // there are more before
  newerCut: boolean;
}

/** The row is always there: also when many rows share its instant, or it does not match itself. */
export function neighbours(row: Row, source: Source, older: ReadRows, newer: ReadRows): Neighbours {
  const columns = older.columns.length > 0 ? older.columns : newer.columns;
  const rows = [...newer.rows].reverse();
  const known = older.rows.some(({ id }) => id === row.id);
  return {
    columns,
    rows: known ? [...rows, ...older.rows] : [...rows, asResult(row, source, columns), ...older.rows],
    olderCut: !older.complete,
    newerCut: !newer.complete,
  };
}

function asResult(row: Row, source: Source, columns: ResultColumn[]): ResultRow {
  const at = (name: string | undefined) => row.columns.find((column) => column.name === name)?.value;
  return {
    id: row.id,
    time_ns: row.time_ns,
    severity: cellText(at(source.severity)),
    cells: columns.map(({ name }) => valueAt(row, name)),
  };
}

/** A column's value, or that of a map's key; an expression has none here. */
function valueAt(row: Row, name: string): unknown {
  const column = row.columns.find((c) => name === c.name || name.startsWith(`${c.name}.`));
  if (!column || column.name === name) return column?.value;
  const map = column.value as Record<string, unknown> | null;
  return typeof map === 'object' ? map?.[name.slice(column.name.length + 1)] : undefined;
}
