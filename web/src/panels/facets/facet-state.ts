// Which fields the filter panel asks for, and how a field's values read with the choices made. Pure.

import type { Field, FieldValues, Filter, Source } from '../../api/types';
import { severityOf, type Severity } from '../../base/severity';
import { choiceOf, filterOf, type Choice } from '../../links/filters';
import { pinnedFirst } from './pins';

const kWeights: Severity[] = ['fatal', 'error', 'warn', 'info', 'debug'];

export interface FacetValue {
  value: string;
  count: number | undefined; // undefined: not among those that were listed
  share: number; // of the most frequent one, 0 – 1
  choice: Choice;
  pinned: boolean;
}

/**
 * The team's pins, mine, fields that show themselves (severity and service first), those somebody added, those
 * with a choice. A choice moves nothing.
 */
export function facetFields(
  fields: Field[],
  added: string[],
  filters: Filter[],
  source: Source | undefined,
  pinned: string[] = [],
): string[] {
  const first = [source?.severity, source?.service];
  const rank = (name: string) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  const known = fields
    .filter((field) => field.facet)
    .map((field) => field.name)
    .sort((a, b) => rank(a) - rank(b));
  const names = new Set(fields.map((field) => field.name));
  const shown = [...known, ...added.filter((name) => names.has(name)), ...filters.map(({ field }) => field)];
  return pinnedFirst(
    [...new Set([...shown, ...pinned.filter((name) => names.has(name))])],
    pinned,
    (name) => name,
  );
}

/** A key's short name: the map it lives in is told by the tooltip. */
export function facetTitle(name: string, source: Source | undefined): string {
  for (const map of [source?.resource_attributes, source?.event_attributes])
    if (map !== undefined && name.startsWith(`${map}.`)) return name.slice(map.length + 1);
  return name;
}

export interface ValuesView {
  answer: FieldValues | undefined;
  field: string;
  filters: Filter[];
  order: string[]; // as listed before
  pinned: string[];
  bySeverity: boolean;
}

/** Pinned first, then as listed before; severities by their weight, whatever their counts. */
export function facetValues({ answer, field, filters, order, pinned, bySeverity }: ValuesView): FacetValue[] {
  const most = Math.max(1, ...(answer?.values ?? []).map(({ count }) => Number(count)));
  const found = (answer?.values ?? []).map(({ value, count }) => ({
    value,
    count: Number(count),
    share: Number(count) / most,
    choice: choiceOf(filters, field, value),
    pinned: pinned.includes(value),
  }));
  const known = new Set(found.map(({ value }) => value));
  const chosen = [...filterOf(filters, field, 'include'), ...filterOf(filters, field, 'exclude')];
  const missing = [...new Set([...chosen, ...pinned])]
    .filter((value) => !known.has(value))
    .map((value) => ({
      value,
      count: isWhole(answer) ? 0 : undefined,
      share: 0,
      choice: choiceOf(filters, field, value),
      pinned: pinned.includes(value),
    }));
  const place = new Map(order.map((value, index) => [value, index]));
  const placeOf = ({ value }: FacetValue) =>
    bySeverity ? kWeights.indexOf(severityOf(value)) : (place.get(value) ?? order.length);
  const listed = [...found, ...missing].sort((a, b) => placeOf(a) - placeOf(b));
  return pinnedFirst(listed, pinned, ({ value }) => value);
}

/** Every value is in it: one that is not does not occur. */
function isWhole(answer: FieldValues | undefined): boolean {
  return answer !== undefined && answer.final && Number(answer.distinct) <= answer.values.length;
}

/** All rows that were counted, those without the field too; undefined when not every value is listed. */
export function countedRows(answer: FieldValues | undefined): number | undefined {
  if (!answer || !isWhole(answer)) return undefined;
  return answer.values.reduce((sum, { count }) => sum + Number(count), Number(answer.absent ?? 0));
}

/** Columns of numbers have a slider; keys of maps get one when asked for. */
export function isNumeric(type: string): boolean {
  return /^(?:Nullable\(|LowCardinality\()*(?:U?Int\d+|B?Float\d+|Decimal)/.test(type);
}
