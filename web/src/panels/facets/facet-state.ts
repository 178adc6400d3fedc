// Which fields the filter panel asks for, and how a field's values read with the choices made. Pure.

import type { Field, FieldValues, Filter, Source } from '../../api/types';
import { severityOf, type Severity } from '../../base/severity';
import { choiceOf, filterOf, type Choice } from '../../links/filters';

const kWeights: Severity[] = ['fatal', 'error', 'warn', 'info', 'debug'];

export interface FacetValue {
  value: string;
  count: number;
  share: number; // of the most frequent one, 0 – 1
  choice: Choice;
}

/** Fields that show themselves (severity and service first), those somebody added, and those with a choice. */
export function facetFields(
  fields: Field[],
  added: string[],
  filters: Filter[],
  source: Source | undefined,
): string[] {
  const first = [source?.severity, source?.service];
  const rank = (name: string) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  const known = fields
    .filter((field) => field.facet)
    .map((field) => field.name)
    .sort((a, b) => rank(a) - rank(b));
  const chosen = filters.filter((filter) => filter.op !== 'range').map((filter) => filter.field);
  return [
    ...new Set([...known, ...added.filter((name) => fields.some((field) => field.name === name)), ...chosen]),
  ];
}

/** A key's short name: the map it lives in is told by the tooltip. */
export function facetTitle(name: string, source: Source | undefined): string {
  for (const map of [source?.resource_attributes, source?.event_attributes])
    if (map !== undefined && name.startsWith(`${map}.`)) return name.slice(map.length + 1);
  return name;
}

/** Most frequent first; severities by their weight, whatever their counts. */
export function facetValues(
  answer: FieldValues | undefined,
  field: string,
  filters: Filter[],
  bySeverity = false,
): FacetValue[] {
  const most = Math.max(1, ...(answer?.values ?? []).map(({ count }) => Number(count)));
  const found = (answer?.values ?? []).map(({ value, count }) => ({
    value,
    count: Number(count),
    share: Number(count) / most,
    choice: choiceOf(filters, field, value),
  }));
  const chosen = [...filterOf(filters, field, 'include'), ...filterOf(filters, field, 'exclude')];
  const missing = chosen
    .filter((value) => !found.some((item) => item.value === value))
    .map((value) => ({ value, count: 0, share: 0, choice: choiceOf(filters, field, value) }));
  const all = [...found, ...missing];
  return bySeverity
    ? all.sort((a, b) => kWeights.indexOf(severityOf(a.value)) - kWeights.indexOf(severityOf(b.value)))
    : all;
}
