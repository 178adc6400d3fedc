// Choices made beside the query box. Pure: each function returns a new list.

import type { Filter } from '../api/types';
import { duration } from '../base/format';

type Op = 'include' | 'exclude';

export function filterOf(filters: Filter[], field: string, op: Op): string[] {
  return filters.find((f) => f.field === field && f.op === op)?.values ?? [];
}

export type Choice = 'include' | 'exclude' | undefined;

export function choiceOf(filters: Filter[], field: string, value: string): Choice {
  if (filterOf(filters, field, 'include').includes(value)) return 'include';
  if (filterOf(filters, field, 'exclude').includes(value)) return 'exclude';
  return undefined;
}

function withValues(filters: Filter[], field: string, op: Op, values: string[]): Filter[] {
  const index = filters.findIndex((f) => f.field === field && f.op === op);
  if (values.length === 0) return filters.filter((_, i) => i !== index);
  const next: Filter = { field, op, values };
  return index < 0 ? [...filters, next] : filters.map((f, i) => (i === index ? next : f));
}

/** Includes or excludes one value; the opposite choice of that value goes. */
export function choose(filters: Filter[], field: string, value: string, choice: Choice): Filter[] {
  let next = filters;
  for (const op of ['include', 'exclude'] as const) {
    const others = filterOf(next, field, op).filter((v) => v !== value);
    next = withValues(next, field, op, choice === op ? [...others, value] : others);
  }
  return next;
}

/** Only these values of the field. */
export function only(filters: Filter[], field: string, ...values: string[]): Filter[] {
  const others = filters.filter((f) => f.field !== field);
  const index = filters.findIndex((f) => f.field === field);
  const next: Filter = { field, op: 'include', values };
  return index < 0 ? [...others, next] : [...others.slice(0, index), next, ...others.slice(index)];
}

export interface NumberRange {
  min: number | undefined;
  max: number | undefined;
}

export function rangeOf(filters: Filter[], field: string): NumberRange | undefined {
  const found = filters.find((f) => f.field === field && f.op === 'range');
  return found && { min: found.min, max: found.max };
}

/** Without both ends there is no filter. */
export function withRange(filters: Filter[], field: string, { min, max }: NumberRange): Filter[] {
  const index = filters.findIndex((f) => f.field === field && f.op === 'range');
  if (min === undefined && max === undefined) return filters.filter((_, i) => i !== index);
  const next: Filter = {
    field,
    op: 'range',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
  return index < 0 ? [...filters, next] : filters.map((f, i) => (i === index ? next : f));
}

export function withoutField(filters: Filter[], field: string): Filter[] {
  return filters.filter((f) => f.field !== field);
}

export interface Pill {
  field: string;
  op: Filter['op'];
  values: string[];
  text: string;
}

/** One pill per excluded value, one per included set. */
export function pillsOf(filters: Filter[], durationField?: string): Pill[] {
  return filters.flatMap((f): Pill[] => {
    const values = f.values ?? [];
    if (f.op === 'range')
      return [{ field: f.field, op: 'range', values, text: rangeText(f, f.field === durationField) }];
    if (f.op === 'exclude')
      return values.map((v) => ({ field: f.field, op: 'exclude', values: [v], text: valueText(v) }));
    return [{ field: f.field, op: 'include', values, text: values.map(valueText).join(' or ') }];
  });
}

export function withoutPill(filters: Filter[], pill: Pill): Filter[] {
  if (pill.op === 'range') return filters.filter((f) => f.field !== pill.field || f.op !== 'range');
  return pill.values.reduce((list, value) => choose(list, pill.field, value, undefined), filters);
}

/** The pill's opposite: what was included is excluded, and the other way round. */
export function withPillTurned(filters: Filter[], pill: Pill): Filter[] {
  if (pill.op === 'range') return filters;
  const choice = pill.op === 'include' ? 'exclude' : 'include';
  return pill.values.reduce((list, value) => choose(list, pill.field, value, choice), filters);
}

export function valueText(value: string): string {
  return value === '' ? '(empty)' : value;
}

function rangeText({ min, max }: Filter, isDuration: boolean): string {
  const text = (value: number) => (isDuration ? duration(value) : String(value));
  if (min !== undefined && max !== undefined) return `${text(min)} – ${text(max)}`;
  return min !== undefined ? `≥ ${text(min)}` : `≤ ${max === undefined ? '' : text(max)}`;
}
