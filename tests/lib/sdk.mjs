// Applications instrumented with OpenTelemetry's own JavaScript SDKs, over each of the protocols.
import { Metadata } from '@grpc/grpc-js';
import { OTLPLogExporter as LogsGrpc } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as LogsJson } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as LogsProto } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as MetricsGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as MetricsJson } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as MetricsProto } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as TracesGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as TracesJson } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as TracesProto } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const exporters = {
  'http/protobuf': { logs: LogsProto, metrics: MetricsProto, traces: TracesProto },
  'http/json': { logs: LogsJson, metrics: MetricsJson, traces: TracesJson },
  grpc: { logs: LogsGrpc, metrics: MetricsGrpc, traces: TracesGrpc },
};
export const protocols = Object.keys(exporters);

function exporterOptions(server, protocol, signal, database) {
  const options = { compression: 'gzip' };
  if (protocol !== 'grpc') {
    return { ...options, url: `${server.otlp}/v1/${signal}`, headers: { 'x-sextant-database': database } };
  }
  const metadata = new Metadata();
  metadata.set('x-sextant-database', database);
  return { ...options, url: `http://${server.ready.otlp_grpc}`, metadata };
}

// An application's three providers. `temporality` is the metrics' preference. Everything is sent by finish.
export function application(server, { protocol, database, attributes, temporality }) {
  const resource = resourceFromAttributes(attributes);
  const make = (signal, more = {}) =>
    new exporters[protocol][signal]({ ...exporterOptions(server, protocol, signal, database), ...more });
  const logs = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: make('logs') })],
  });
  const traces = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(make('traces'))],
  });
  const metrics = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: make('metrics', { temporalityPreference: temporality }),
        exportIntervalMillis: 3_600_000,
        exportTimeoutMillis: 30_000,
      }),
    ],
    views: [
      {
        instrumentName: '*.exponential',
        aggregation: {
          type: AggregationType.EXPONENTIAL_HISTOGRAM,
          options: { maxSize: 20, recordMinMax: true },
        },
      },
    ],
  });
  return {
    logs,
    traces,
    metrics,
    finish: () => Promise.all([logs.shutdown(), traces.shutdown(), metrics.shutdown()]),
  };
}
