// A whole row → what its overview shows: its title, what was thrown, its attributes by section. Pure.

import type { Row, Source } from '../../api/types';
import { duration } from '../../base/format';
import { cellText } from '../results-table/columns';
import type { Entry } from './entry';
import { httpOf, type HttpRequest } from './http';

export interface Section {
  title: string;
  entries: Entry[];
}

export interface SpanEvent {
  name: string;
  timeNs: string;
  entries: Entry[];
}

export interface Thrown {
  type: string;
  message: string;
  stack: string;
}

export interface RowView {
  title: string; // the message or the span's name
  severity: string;
  service: string;
  timeNs: string;
  facts: string[]; // of a span: its kind, duration and status message
  trace: { traceId: string; spanId: string } | undefined;
  exceptions: Thrown[];
  http: HttpRequest | undefined;
  sections: Section[];
  events: SpanEvent[];
}

export function viewRow(row: Row, source: Source): RowView {
  const at = (name: string | undefined) => row.columns.find((column) => column.name === name);
  const text = (name: string | undefined) => cellText(at(name)?.value);
  const titleColumn = source.kind === 'trace' ? 'SpanName' : source.body;
  const events = spanEvents(row);
  const own = attributes(row, source.event_attributes);
  const maps = row.columns.filter((column) => isMap(column.value));
  const order = [source.event_attributes, source.resource_attributes];
  const ordered = [...maps].sort((a, b) => rank(order, a.name) - rank(order, b.name));
  const traceId = text(source.trace_id);
  return {
    title: text(titleColumn) || text(source.body),
    severity: text(source.severity),
    service: text(source.service),
    timeNs: row.time_ns,
    facts: source.kind === 'trace' ? spanFacts(text, source) : [],
    trace: /^0*$/.test(traceId) ? undefined : { traceId, spanId: text(source.span_id) },
    exceptions: exceptionsOf(own, events),
    http: httpOf(own),
    sections: withFields(
      ordered.map((map) => ({ title: titleOf(map.name), entries: failuresFirst(attributes(row, map.name)) })),
      { title: 'Fields', entries: failuresFirst(plainEntries(row, source, titleColumn)) },
    ),
    events,
  };
}

function spanFacts(text: (name: string | undefined) => string, source: Source): string[] {
  const took = text(source.duration);
  return [text('SpanKind'), took === '' ? '' : duration(Number(took)), text('StatusMessage')].filter(
    (fact) => fact !== '',
  );
}

/** Those of the span's events, else the one that the row's own attributes tell. */
function exceptionsOf(own: Entry[], events: SpanEvent[]): Thrown[] {
  const ofEvents = events.filter((event) => event.name === 'exception').map((event) => event.entries);
  return (ofEvents.length > 0 ? ofEvents : [own]).flatMap((entries): Thrown[] => {
    const of = (key: string) => entries.find((entry) => entry.key === `exception.${key}`)?.value ?? '';
    const thrown = { type: of('type'), message: of('message'), stack: of('stacktrace') };
    return thrown.type === '' && thrown.message === '' && thrown.stack === '' ? [] : [thrown];
  });
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
