// Names for what the contract speaks of. Everything here is generated from openapi.yaml.

import type { components, paths } from './schema';

type Schemas = components['schemas'];

export type Source = Schemas['Source'];
export type Field = Schemas['Field'];
export type Filter = Schemas['Filter'];
export type Language = Schemas['Language'];
export type Order = Schemas['Order'];
export type Sort = Schemas['Sort'];
export type Intent = Schemas['Intent'];
export type RowsRequest = Schemas['RowsRequest'];
/** One page is no part of a file: neither limit nor cursor. */
export type ExportRequest = Omit<RowsRequest, 'limit' | 'after'>;
export type ExportFormat = paths['/api/v1/search/export']['get']['parameters']['query']['format'];
export type HistogramRequest = Schemas['HistogramRequest'];
export type ValuesRequest = Schemas['ValuesRequest'];
export type ResultColumn = Schemas['ResultColumn'];
export type RunInfo = Schemas['RunInfo'];
export type Completeness = Schemas['Completeness'];
export type ServerStatus = Schemas['ServerStatus'];
export type EngineState = Schemas['EngineState'];
export type Explanation = Schemas['Explanation'];
export type Row = Schemas['Row'];
export type Progress = Schemas['ProgressEvent'];
export type RowsEvent = Schemas['RowsEvent'];
export type HistogramEvent = Schemas['HistogramEvent'];
export type ValuesEvent = Schemas['ValuesEvent'];
export type NumbersRequest = Schemas['NumbersRequest'];
export type NumbersEvent = Schemas['NumbersEvent'];
export type SavedSearchDraft = Schemas['SavedSearchDraft'];
/** The contract requires these of an answer; the generator leaves them as optional as in the draft. */
export type SavedSearch = Schemas['SavedSearch'] &
  Required<Pick<SavedSearchDraft, 'text' | 'language' | 'filters' | 'tags' | 'favourite'>>;
export type Pins = Schemas['Pins'];
export type PinsDraft = Schemas['PinsDraft'];
export type ServiceSlots = Schemas['ServiceSlots'];
export type ApiErrorBody = Schemas['Error'];

export type ResultRow = Extract<RowsEvent, { event: 'rows' }>['rows'][number];
export type FieldValues = Extract<ValuesEvent, { event: 'values' }>;
export type FieldNumbers = Extract<NumbersEvent, { event: 'numbers' }>;
export type HistogramBucket = Extract<HistogramEvent, { event: 'buckets' }>['buckets'][number];

/** Live Tail's events; its rows are those of a search. */
export type TailEvent =
  | { event: 'columns'; columns: ResultColumn[] }
  | { event: 'rows'; rows: ResultRow[] }
  | { event: 'skipped'; rows: string }
  | { event: 'idle' }
  | Schemas['ErrorEvent'];
