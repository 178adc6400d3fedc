// What is pinned in the filter panel: fields to the top, values to the top of their field. Pure.

import type { PinsDraft } from '../../api/types';

export type PinSet = Pick<PinsDraft, 'fields' | 'values'>;

export const kNoPins: PinSet = { fields: [], values: [] };
export const kMostPinnedFields = 100;
export const kMostPinnedValues = 500;

export function isFieldPinned(pins: PinSet, field: string): boolean {
  return pins.fields.includes(field);
}

export function isValuePinned(pins: PinSet, field: string, value: string): boolean {
  return pins.values.some((pin) => pin.field === field && pin.value === value);
}

export function withFieldTurned(pins: PinSet, field: string): PinSet {
  const fields = isFieldPinned(pins, field)
    ? pins.fields.filter((other) => other !== field)
    : [...pins.fields, field].slice(-kMostPinnedFields);
  return { ...pins, fields };
}

export function withValueTurned(pins: PinSet, field: string, value: string): PinSet {
  const values = isValuePinned(pins, field, value)
    ? pins.values.filter((pin) => pin.field !== field || pin.value !== value)
    : [...pins.values, { field, value }].slice(-kMostPinnedValues);
  return { ...pins, values };
}

export function pinnedValues(pins: PinSet, field: string): string[] {
  return pins.values.filter((pin) => pin.field === field).map((pin) => pin.value);
}

/** Pinned ones first, in the order they were pinned. */
export function pinnedFirst<T>(items: T[], pinned: string[], nameOf: (item: T) => string): T[] {
  const first = pinned.flatMap((name) => items.filter((item) => nameOf(item) === name));
  return [...first, ...items.filter((item) => !pinned.includes(nameOf(item)))];
}
