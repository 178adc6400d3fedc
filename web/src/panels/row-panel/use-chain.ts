// Asks the trace source for the failed spans of a row's trace.

import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '../../api/errors';
import type { Filter, ResultRow, Source } from '../../api/types';
import { cellText } from '../results-table/columns';
import { errorChain, type ErrorChain, type FailedSpan } from './chain';
import { readRows } from './read-rows';

const kHourNs = 3_600_000_000_000n;
const kAroundNs = kHourNs; // a trace's spans lie this near to any of its rows
/** Failed spans read of one trace; a chain is shorter by far. */
const kMostFailed = 500;
/** Spans of which the parents are read, the oldest first. */
const kMostSpans = 1000;

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

async function readChain(
  traces: Source,
  row: TraceOfRow,
  signal: AbortSignal,
): Promise<ErrorChain | undefined> {
  const at = BigInt(row.timeNs);
  const ofTrace: Filter = { field: traces.trace_id!, op: 'include', values: [row.traceId] };
  const failedOnly: Filter = {
    field: traces.severity ?? 'StatusCode',
    op: 'include',
    values: ['Error', 'STATUS_CODE_ERROR'],
  };
  const common = {
    source: traces.id,
    from_ns: String(at - kAroundNs),
    to_ns: String(at + kAroundNs),
    order: 'oldest' as const,
  };
  const columns = chainColumns(traces);
  const [failed, all] = await Promise.all([
    readRows({ ...common, filters: [ofTrace, failedOnly], columns, limit: kMostFailed }, signal),
    readRows({ ...common, filters: [ofTrace], columns: columns.slice(0, 2), limit: kMostSpans }, signal),
  ]);
  const parents = new Map(all.rows.map(({ cells }) => [cellText(cells[0]), cellText(cells[1])]));
  const chain = errorChain(failed.rows.map(toSpan), parents, row.spanId);
  return chain && { ...chain, spans: all.complete ? all.rows.length : undefined };
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
