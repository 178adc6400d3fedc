// A whole row → what the panel's tabs show: its title, its exception, its attributes by section.

import type { Row, Source } from '../../api/types';
import { isoInstant } from '../../base/clock';
import { cellText } from '../results-table/columns';

export interface Entry {
  key: string; // as shown
  field: string | undefined; // as a search names it; absent when it cannot be searched by value
  value: string;
  type: string;
}

export interface Section {
  title: string;
  entries: Entry[];
}

export interface SpanEvent {
  name: string;
  timeNs: string;
  entries: Entry[];
}

export interface RowView {
  title: string; // the message or the span's name
  titleColumn: string | undefined;
  severity: string;
  service: string;
  timeNs: string;
  exception: { type: string; message: string; stack: string } | undefined;
  sections: Section[];
  events: SpanEvent[];
  columns: Entry[];
}

export function viewRow(row: Row, source: Source): RowView {
  const at = (name: string | undefined) => row.columns.find((column) => column.name === name);
  const text = (name: string | undefined) => cellText(at(name)?.value);
  const titleColumn = source.kind === 'trace' ? 'SpanName' : source.body;
  const events = spanEvents(row);
  const thrown =
    events.find((event) => event.name === 'exception')?.entries ?? attributes(row, source.event_attributes);
  const of = (key: string) => thrown.find((entry) => entry.key === key)?.value ?? '';
  const maps = row.columns.filter((column) => isMap(column.value));
  const order = [source.event_attributes, source.resource_attributes];
  const ordered = [...maps].sort((a, b) => rank(order, a.name) - rank(order, b.name));
  return {
    title: text(titleColumn) || text(source.body),
    titleColumn,
    severity: text(source.severity),
    service: text(source.service),
    timeNs: row.time_ns,
    exception:
      of('exception.message') || of('exception.type')
        ? { type: of('exception.type'), message: of('exception.message'), stack: of('exception.stacktrace') }
        : undefined,
    sections: withFields(
      ordered.map((map) => ({ title: titleOf(map.name), entries: failuresFirst(attributes(row, map.name)) })),
      { title: 'Fields', entries: failuresFirst(plainEntries(row, source, titleColumn)) },
    ),
    events,
    columns: row.columns.map(({ name, type, value }) => ({
      key: name,
      field: isPlain(value) && !isInstant(type) ? name : undefined,
      value: isInstant(type) && typeof value === 'string' ? isoInstant(BigInt(value)) : pretty(value),
      type,
    })),
  };
}

/** What went wrong stands first; the others keep their order. */
function failuresFirst(entries: Entry[]): Entry[] {
  return [...entries].sort((a, b) => Number(speaksOfFailure(b.key)) - Number(speaksOfFailure(a.key)));
}

/** The record's own attributes come first, then its fields, then what it ran on. */
function withFields(maps: Section[], fields: Section): Section[] {
  return [...maps.slice(0, 1), fields, ...maps.slice(1)].filter((section) => section.entries.length > 0);
}

function rank(order: (string | undefined)[], name: string): number {
  const index = order.indexOf(name);
  return index < 0 ? order.length : index;
}

/** "LogAttributes" → "Log attributes" */
export function titleOf(column: string): string {
  const words = column.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ');
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(' ');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(type: string): boolean {
  return /^(Nullable\()?DateTime/.test(type);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function attributes(row: Row, column: string | undefined): Entry[] {
  const value = row.columns.find((c) => c.name === column)?.value;
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, v]) => ({
    key,
    field: `${column}.${key}`,
    value: cellText(v),
    type: 'String',
  }));
}

/** Plain columns that the head of the panel does not already show; empty ones say nothing here. */
function plainEntries(row: Row, source: Source, titleColumn: string | undefined): Entry[] {
  const shown = new Set([titleColumn, source.timestamp, source.severity, source.service]);
  return row.columns
    .filter(
      ({ name, value }) =>
        isPlain(value) && !shown.has(name) && !name.startsWith('__') && value !== null && value !== '',
    )
    .map(({ name, type, value }) => ({ key: name, field: name, value: cellText(value), type }));
}

function spanEvents(row: Row): SpanEvent[] {
  const of = (name: string) => {
    const value = row.columns.find((column) => column.name === name)?.value;
    return Array.isArray(value) ? (value as unknown[]) : [];
  };
  const [names, times, maps] = [of('Events.Name'), of('Events.Timestamp'), of('Events.Attributes')];
  return names.map((name, index) => ({
    name: cellText(name),
    timeNs: cellText(times[index] ?? '0'),
    entries: isMap(maps[index])
      ? Object.entries(maps[index]).map(([key, v]) => ({
          key,
          field: undefined,
          value: cellText(v),
          type: 'String',
        }))
      : [],
  }));
}

function pretty(value: unknown): string {
  if (value === null || value === undefined) return '(absent)';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : cellText(value);
}

/** Entries whose key or value contains the text, without regard to case. */
export function findEntries(entries: Entry[], text: string): Entry[] {
  const word = text.trim().toLowerCase();
  if (word === '') return entries;
  return entries.filter(
    (entry) => entry.key.toLowerCase().includes(word) || entry.value.toLowerCase().includes(word),
  );
}

/** Says what went wrong, so it is drawn as an error. */
export function speaksOfFailure(key: string): boolean {
  return /(^|[._])(error|exception)[._](message|details|type)$|^StatusMessage$|^grpc\.error_message$/.test(
    key,
  );
}

/** The row as one JSON object, as "Copy row" copies it. */
export function rowJson(row: Row): string {
  return JSON.stringify(
    Object.fromEntries(row.columns.map((column) => [column.name, column.value])),
    null,
    2,
  );
}
