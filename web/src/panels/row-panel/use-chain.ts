// Asks the trace source for the failed spans of a row's trace.

import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '../../api/errors';
import type { ResultRow, Source } from '../../api/types';
import { cellText } from '../results-table/columns';
import { errorChain, type ErrorChain, type FailedSpan } from './chain';
import { readRows } from './read-rows';

const kHourNs = 3_600_000_000_000n;
const kAroundNs = kHourNs; // a trace's spans lie this near to any of its rows
/** Failed spans read of one trace; a chain is shorter by far. */
const kMostSpans = 500;

export interface TraceOfRow {
  traceId: string;
  spanId: string;
  timeNs: string;
}

export function useErrorChain(traces: Source | undefined, row: TraceOfRow | undefined) {
  return useQuery<{ chain: ErrorChain | undefined }, ApiError>({
    queryKey: ['error chain', traces?.id, row?.traceId, row?.spanId],
    enabled: traces?.trace_id !== undefined && traces.span_id !== undefined && row !== undefined,
    staleTime: 60_000,
    retry: (_count, error) => error.passes,
    queryFn: async ({ signal }) => ({ chain: await readChain(traces!, row!, signal) }),
  });
}

async function readChain(traces: Source, row: TraceOfRow, signal: AbortSignal) {
  const at = BigInt(row.timeNs);
  const { rows } = await readRows(
    {
      source: traces.id,
      from_ns: String(at - kAroundNs),
      to_ns: String(at + kAroundNs),
      filters: [
        { field: traces.trace_id!, op: 'include', values: [row.traceId] },
        { field: traces.severity ?? 'StatusCode', op: 'include', values: ['Error', 'STATUS_CODE_ERROR'] },
      ],
      columns: chainColumns(traces),
      order: 'oldest',
      limit: kMostSpans,
    },
    signal,
  );
  return errorChain(rows.map(toSpan), row.spanId);
}

function chainColumns(traces: Source): string[] {
  return [
    traces.span_id!,
    traces.parent_span_id ?? 'ParentSpanId',
    traces.service ?? 'ServiceName',
    'SpanName',
    'StatusMessage',
    traces.event_attributes ?? 'SpanAttributes',
    'Events.Attributes',
  ];
}

function toSpan(row: ResultRow): FailedSpan {
  const [spanId, parentId, service, name, message, attributes, events] = row.cells;
  return {
    id: row.id,
    spanId: cellText(spanId),
    parentId: cellText(parentId),
    service: cellText(service),
    name: cellText(name),
    message: thrownMessage(events) || cellText(message),
    code: answerCode(attributes),
    startNs: BigInt(row.time_ns),
  };
}

function thrownMessage(events: unknown): string {
  if (!Array.isArray(events)) return '';
  for (const event of events as Record<string, unknown>[]) {
    const message = event['exception.message'];
    if (typeof message === 'string' && message !== '') {
      const type = event['exception.type'];
      return typeof type === 'string' && type !== '' && !message.startsWith(type)
        ? `${type}: ${message}`
        : message;
    }
  }
  return '';
}

function answerCode(attributes: unknown): string {
  if (typeof attributes !== 'object' || attributes === null) return '';
  const of = (key: string) => cellText((attributes as Record<string, unknown>)[key]);
  const http = of('http.response.status_code') || of('http.status_code');
  if (http !== '') return `HTTP ${http}`;
  const grpc = of('rpc.grpc.status_code');
  return grpc === '' ? '' : `gRPC ${grpc}`;
}
