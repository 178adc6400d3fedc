// What a result's columns are: how each is drawn, how wide it starts, which one takes the space that is left.

import type { ResultColumn, ResultRow, Source } from '../../api/types';
import { stamp, type Zone } from '../../base/clock';
import { duration, exact } from '../../base/format';

export type ColumnKind = 'time' | 'service' | 'severity' | 'duration' | 'number' | 'text' | 'json';

export interface ColumnSpec {
  name: string;
  type: string;
  kind: ColumnKind;
  width: number; // px, to begin with
  flexible: boolean;
  filterable: boolean; // its values can be chosen: whole values of a column or key, no expression
  sortable: boolean;
}

/** How cells are drawn besides by their kind. */
export interface Look {
  zone: Zone;
  tight: boolean;
  wrap: boolean;
}

/** Longer text is cut before it is drawn; the row panel has all of it. */
const kLongestText = 600;
const kLongestWrapped = 20_000;

/** A value with its place in the list. */
export interface ActiveCell {
  row: ResultRow;
  column: ColumnSpec;
  value: unknown;
}

/** The type inside LowCardinality(…) and Nullable(…). */
function innerType(type: string): string {
  const match = /^(?:LowCardinality|Nullable)\((.*)\)$/.exec(type);
  return match ? innerType(match[1]!) : type;
}

function kindOf(name: string, type: string, source: Source | undefined): ColumnKind {
  const inner = innerType(type);
  if (/^DateTime64/.test(inner) || /^DateTime\b/.test(inner)) return 'time';
  if (name === source?.service) return 'service';
  if (name === source?.severity) return 'severity';
  if (name === source?.duration) return 'duration';
  if (/^(U?Int|Float|Decimal)/.test(inner)) return 'number';
  if (/^(Map|Array|Tuple|JSON|Nested|Dynamic|Variant)/.test(inner)) return 'json';
  return 'text';
}

const kWidths: Record<ColumnKind, number> = {
  time: 200,
  service: 136,
  severity: 100,
  duration: 88,
  number: 100,
  text: 180,
  json: 260,
};
/** Beside an open panel: no date, no digits below a millisecond. */
const kTightWidths: Partial<Record<ColumnKind, number>> = {
  time: 94,
  service: 104,
  severity: 76,
  duration: 68,
};
const kIdWidth = 250;

export function columnSpecs(
  columns: ResultColumn[],
  source: Source | undefined,
  tight: boolean,
): ColumnSpec[] {
  const specs = columns.map(({ name, type }): ColumnSpec => {
    const kind = kindOf(name, type, source);
    const isId = name === source?.trace_id || name === source?.span_id || name === source?.parent_span_id;
    const width = isId ? kIdWidth : ((tight ? kTightWidths[kind] : undefined) ?? kWidths[kind]);
    return {
      name,
      type,
      kind,
      width,
      flexible: false,
      filterable: isFilterable(name, kind),
      sortable: kind !== 'json',
    };
  });
  const last = specs.findLast((spec) => spec.kind === 'text' || spec.kind === 'json') ?? specs.at(-1);
  if (last) last.flexible = true;
  return specs;
}

function isFilterable(name: string, kind: ColumnKind): boolean {
  return kind !== 'time' && kind !== 'json' && /^[A-Za-z_][\w.@/-]*$/.test(name);
}

/** Numbers stand right, so that their digits line up. */
export function isRight(spec: ColumnSpec): boolean {
  return spec.kind === 'number' || spec.kind === 'duration';
}

/** Splits what a SELECT line holds at its top-level commas. */
export function splitColumns(text: string): string[] {
  const columns: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c === undefined || (c === ',' && depth === 0 && quote === '')) {
      const column = text.slice(start, i).trim();
      if (column !== '') columns.push(column);
      start = i + 1;
    } else if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"' || c === '`') quote = c;
    else if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
  }
  return columns;
}

/** A cell's value as text: for filters, copies and cells that have no drawing of their own. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return JSON.stringify(value);
}

/** A cell as it reads on the screen. */
export function displayText(kind: ColumnKind, value: unknown, { zone, tight, wrap }: Look): string {
  const text = cellText(value);
  switch (kind) {
    case 'time': {
      if (!/^-?\d+$/.test(text)) return text;
      const { date, time, rest } = stamp(text, zone);
      return tight ? time : `${date} ${time} ${rest}`;
    }
    case 'duration':
      return duration(Number(text));
    case 'number':
      return /^-?\d+$/.test(text) ? exact(text) : text;
    case 'service':
    case 'severity':
      return text;
    case 'text':
    case 'json':
      return text.slice(0, wrap ? kLongestWrapped : kLongestText);
  }
}
