// The gallery's made-up data.

import type { HistogramBucket, ResultColumn, ResultRow, ServerStatus, Source } from '../../api/types';

export const kEndMs = Date.UTC(2026, 10, 21, 3, 12);
export const kStartMs = kEndMs - 86_400_000;
const kBucketMs = 900_000;
export const bucketNs = `${kBucketMs}000000`;

/** A day of calm traffic with refusals in the last hour and a bit. */
export const buckets: HistogramBucket[] = Array.from({ length: 97 }, (_, i) => {
  const start = Math.floor(kStartMs / kBucketMs) * kBucketMs + i * kBucketMs;
  const load = Math.round(400_000 * (1 + 0.25 * Math.sin(i / 15)) + ((i * 7919) % 20_000));
  const counts: Record<string, string> = { info: String(load), warn: String(2000 + ((i * 31) % 900)) };
  if (start >= Date.UTC(2026, 10, 21, 2, 0)) counts.error = '27000';
  return { start_ns: `${start}000000`, counts };
});

export const status: ServerStatus = {
  version: '0.1.0',
  engine: { state: 'ready', version: '26.7.2.1' },
  started_at_ns: `${kStartMs}000000`,
  now_ns: `${kEndMs}000000`,
  received_rows_per_second: 512,
  waiting_rows: '0',
  databases: [],
  endpoints: { otlp_http: 'http://localhost:4318', otlp_grpc: 'localhost:4317' },
};

export const restarting: ServerStatus = {
  ...status,
  engine: {
    state: 'restarting',
    reason: 'It ran out of memory on a query and was started again.',
    ready_in_ms: 3000,
  },
  waiting_rows: '18204',
};

export const source: Source = {
  id: 'otel_v2.otel_logs',
  name: 'Demo Logs',
  kind: 'log',
  database: 'otel_v2',
  table: 'otel_logs',
  timestamp: 'Timestamp',
  default_select: ['Timestamp', 'ServiceName', 'SeverityText', 'Duration', 'Body'],
  severity: 'SeverityText',
  service: 'ServiceName',
  duration: 'Duration',
};

export const columns: ResultColumn[] = [
  { name: 'Timestamp', type: 'DateTime64(9)' },
  { name: 'ServiceName', type: 'LowCardinality(String)' },
  { name: 'SeverityText', type: 'LowCardinality(String)' },
  { name: 'Duration', type: 'UInt64' },
  { name: 'Body', type: 'String' },
];

const kLines: [string, string, string][] = [
  ['frontend', 'error', 'Failed to place order'],
  ['payment', 'error', 'Visa cache full: cannot add new item.'],
  ['flagd', 'warn', 'no default variant for flag "kafkaQueueProblems", using fallback'],
  ['currency', 'info', 'Convert conversion successful'],
  ['kafka', 'debug', 'Wrote producer snapshot at offset 418207'],
];

export const rows: ResultRow[] = Array.from({ length: 2000 }, (_, i) => {
  const [service, severity, body] = kLines[i % kLines.length]!;
  const ns = (BigInt(kEndMs) * 1_000_000n - BigInt(i) * 13_336_904n).toString();
  return {
    id: `sample-${i}`,
    time_ns: ns,
    severity,
    cells: [ns, service, severity, String((i * 7919) % 900_000_000), body],
  };
});
