// What applications send with OpenTelemetry's own SDKs is stored, and reads back field by field.
import {
  SpanKind,
  SpanStatusCode,
  ROOT_CONTEXT,
  TraceFlags,
  createTraceState,
  trace,
} from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { AggregationTemporality } from '@opentelemetry/sdk-metrics';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask } from '../lib/engine.mjs';
import { application, protocols } from '../lib/sdk.mjs';
import { Sextant, rangeAround, until } from '../lib/sextant.mjs';

const databases = { 'http/protobuf': 'default', 'http/json': 'otel_v2', grpc: 'otel_v2' };
const temporalities = {
  'http/protobuf': AggregationTemporality.CUMULATIVE,
  'http/json': AggregationTemporality.DELTA,
  grpc: AggregationTemporality.CUMULATIVE,
};

// Seconds and nanoseconds, as the SDKs take them; and the same as one number.
const second = Math.floor(Date.now() / 1000) - 5;
const at = (nanos) => [second, nanos];
const ns = (nanos) => String(BigInt(second) * 1_000_000_000n + BigInt(nanos));

const attributes = {
  text: 'ünïcödé 🔭',
  empty: '',
  count: 42,
  huge: 9007199254740991,
  negative: -7,
  ratio: 0.1,
  yes: true,
  no: false,
  words: ['a', 'b"c'],
  numbers: [1, 2.5],
};
// As the ClickHouse exporter writes them.
const stored = {
  text: 'ünïcödé 🔭',
  empty: '',
  count: '42',
  huge: '9007199254740991',
  negative: '-7',
  ratio: '0.1',
  yes: 'true',
  no: 'false',
  words: '["a","b\\"c"]',
  numbers: '[1,2.5]',
};

let server;
before(async () => {
  server = await Sextant.start();
});
after(() => server.stop());

function start(protocol) {
  const service = `sdk-${protocol.replace('/', '-')}`;
  const app = application(server, {
    protocol,
    database: databases[protocol],
    temporality: temporalities[protocol],
    attributes: { 'service.name': service, 'service.version': '1.2.3', 'process.pid': 77 },
  });
  const resource = { 'service.name': service, 'service.version': '1.2.3', 'process.pid': '77' };
  return { app, service, resource, database: databases[protocol] };
}

// The rows of `service` in a table, oldest first, every column by its name, as the API gives them.
async function rowsOf(source, service, count) {
  const search = {
    source,
    text: `ServiceName:"${service}"`,
    columns: ['ServiceName'],
    order: 'oldest',
    limit: 100,
  };
  const ids = await until(`${count} rows of ${service} are in ${source}`, async () => {
    const events = await server.events('search/rows', { ...search, ...rangeAround(1) });
    const rows = events.flatMap((event) => (event.event === 'rows' ? event.rows : []));
    return rows.length >= count ? rows.map(({ id }) => id) : undefined;
  });
  assert.equal(ids.length, count);
  return await Promise.all(ids.map((id) => row(source, id)));
}

async function row(source, id) {
  const answer = await fetch(`${server.url}/api/v1/search/row`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source, id }),
  });
  assert.equal(answer.status, 200);
  const { columns } = await answer.json();
  return Object.fromEntries(columns.map(({ name, value }) => [name, value]));
}

// Compares the columns that `expected` names.
function assertColumns(actual, expected) {
  const found = Object.fromEntries(Object.keys(expected).map((name) => [name, actual[name]]));
  assert.deepEqual(found, expected);
}

for (const protocol of protocols) {
  test(`logs over ${protocol}`, async () => {
    const { app, service, resource, database } = start(protocol);
    const logger = app.logs.getLogger('scope-of-logs', '0.9', { schemaUrl: 'https://example.com/logs' });
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: TraceFlags.SAMPLED,
    };
    logger.emit({
      timestamp: at(1),
      observedTimestamp: at(2),
      severityNumber: SeverityNumber.WARN2,
      severityText: 'Careful',
      body: 'The wörd of "the" day\nand night',
      attributes: { ...attributes, nested: { deep: { x: [1, 'two'] } }, bytes: new Uint8Array([0, 255, 1]) },
      eventName: 'day.word',
      context: trace.setSpanContext(ROOT_CONTEXT, span),
    });
    logger.emit({
      timestamp: at(3),
      severityNumber: SeverityNumber.INFO,
      body: { order: { id: 5, paid: true }, list: [1, 'x'] },
    });
    logger.emit({ observedTimestamp: at(4), severityNumber: SeverityNumber.FATAL4, body: 12.5 });
    await app.finish();

    const [first, structured, numeric] = await rowsOf(`${database}.otel_logs`, service, 3);
    assertColumns(first, {
      Timestamp: ns(1),
      TraceId: span.traceId,
      SpanId: span.spanId,
      TraceFlags: 1,
      SeverityText: 'careful',
      SeverityNumber: 14,
      ServiceName: service,
      Body: 'The wörd of "the" day\nand night',
      ResourceAttributes: resource,
      ScopeSchemaUrl: 'https://example.com/logs',
      ScopeName: 'scope-of-logs',
      ScopeVersion: '0.9',
      ScopeAttributes: {},
      LogAttributes: { ...stored, nested: '{"deep":{"x":[1,"two"]}}', bytes: 'AP8B' },
      EventName: 'day.word',
    });
    assertColumns(structured, {
      Timestamp: ns(3),
      SeverityNumber: 9,
      TraceId: '',
      SpanId: '',
      TraceFlags: 0,
    });
    assert.deepEqual(JSON.parse(structured.Body), { order: { id: 5, paid: true }, list: [1, 'x'] });
    assertColumns(numeric, { SeverityNumber: 24, Body: '12.5', LogAttributes: {}, EventName: '' });
  });

  test(`traces over ${protocol}`, async () => {
    const { app, service, resource, database } = start(protocol);
    const tracer = app.traces.getTracer('scope-of-spans', '0.8');
    const linked = {
      traceId: '11111111111111111111111111111111',
      spanId: '2222222222222222',
      traceFlags: TraceFlags.SAMPLED,
      traceState: createTraceState('vendor=link'),
    };
    const parent = tracer.startSpan('parent', { kind: SpanKind.SERVER, startTime: at(10), root: true });
    const child = tracer.startSpan(
      'child ✓',
      {
        kind: SpanKind.CLIENT,
        startTime: at(20),
        attributes,
        links: [{ context: linked, attributes: { why: 'batch', n: 3 } }],
      },
      trace.setSpan(ROOT_CONTEXT, parent),
    );
    child.addEvent('retry', { attempt: 2, final: false }, at(25));
    child.recordException(
      { name: 'TypeError', message: 'x is not a function', stack: 'TypeError: x\n  at y' },
      at(26),
    );
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'could not pay' });
    child.end(at(1_020));
    parent.setStatus({ code: SpanStatusCode.OK });
    parent.end(at(5_000_010));
    const consumer = tracer.startSpan(
      'consume',
      { kind: SpanKind.CONSUMER, startTime: at(30) },
      ROOT_CONTEXT,
    );
    consumer.end(at(30));
    await app.finish();

    const { traceId, spanId: parentId } = parent.spanContext();
    const [one, two, three] = await rowsOf(`${database}.otel_traces`, service, 3);
    assertColumns(one, {
      Timestamp: ns(10),
      TraceId: traceId,
      SpanId: parentId,
      ParentSpanId: '',
      SpanName: 'parent',
      SpanKind: 'Server',
      ServiceName: service,
      ResourceAttributes: resource,
      ScopeName: 'scope-of-spans',
      ScopeVersion: '0.8',
      SpanAttributes: {},
      Duration: '5000000',
      StatusCode: 'Ok',
      StatusMessage: '',
      'Events.Name': [],
      'Links.TraceId': [],
    });
    assertColumns(two, {
      Timestamp: ns(20),
      TraceId: traceId,
      SpanId: child.spanContext().spanId,
      ParentSpanId: parentId,
      TraceState: '',
      SpanName: 'child ✓',
      SpanKind: 'Client',
      SpanAttributes: stored,
      Duration: '1000',
      StatusCode: 'Error',
      StatusMessage: 'could not pay',
      'Events.Timestamp': [ns(25), ns(26)],
      'Events.Name': ['retry', 'exception'],
      'Events.Attributes': [
        { attempt: '2', final: 'false' },
        {
          'exception.type': 'TypeError',
          'exception.message': 'x is not a function',
          'exception.stacktrace': 'TypeError: x\n  at y',
        },
      ],
      'Links.TraceId': [linked.traceId],
      'Links.SpanId': [linked.spanId],
      'Links.TraceState': ['vendor=link'],
      'Links.Attributes': [{ why: 'batch', n: '3' }],
    });
    assertColumns(three, { SpanKind: 'Consumer', StatusCode: 'Unset', Duration: '0', ParentSpanId: '' });
    assert.notEqual(three.TraceId, traceId);
  });

  test(`metrics over ${protocol}`, async () => {
    const { app, service, resource, database } = start(protocol);
    const earliest = Date.now() * 1e6;
    const meter = app.metrics.getMeter('scope-of-metrics', '0.7', {
      schemaUrl: 'https://example.com/metrics',
    });
    meter.createCounter('m.counter', { description: 'Orders', unit: '{order}' }).add(3, attributes);
    meter.createUpDownCounter('m.updown', { unit: '{item}' }).add(-2.5, { side: 'left' });
    meter.createGauge('m.gauge').record(36.6, { room: 1 });
    meter
      .createObservableCounter('m.observed.counter')
      .addCallback((result) => result.observe(11, { cpu: 0 }));
    meter.createObservableUpDownCounter('m.observed.updown').addCallback((result) => result.observe(-4));
    meter.createObservableGauge('m.observed.gauge').addCallback((result) => {
      result.observe(1, { zone: 'a' });
      result.observe(2, { zone: 'b' });
    });
    const histogram = meter.createHistogram('m.histogram', {
      unit: 'ms',
      advice: { explicitBucketBoundaries: [1, 10, 100] },
    });
    for (const value of [0.5, 5, 50, 500, 5]) histogram.record(value, { route: '/pay' });
    const exponential = meter.createHistogram('m.exponential', { unit: 's' });
    for (const value of [0, 1, 2, 4]) exponential.record(value, { route: '/pay' });
    await app.finish();

    const delta = temporalities[protocol] === AggregationTemporality.DELTA;
    const common = {
      ScopeName: 'scope-of-metrics',
      ScopeVersion: '0.7',
      ScopeSchemaUrl: 'https://example.com/metrics',
      ServiceName: service,
      ResourceAttributes: resource,
      Flags: 0,
    };
    const points = async (table, count) => {
      const rows = await until(`${count} points are in ${table}`, async () => {
        const found = await ask(
          server,
          `SELECT *, toUnixTimestamp64Nano(TimeUnix) AS time, toUnixTimestamp64Nano(StartTimeUnix) AS start
           FROM ${database}.${table} WHERE ServiceName = '${service}' ORDER BY MetricName, Attributes['zone']`,
        );
        return found.length >= count ? found : undefined;
      });
      assert.equal(rows.length, count, table);
      for (const point of rows) {
        assertColumns(point, common);
        assert.ok(Number(point.time) >= earliest - 1e9 && Number(point.time) <= Date.now() * 1e6 + 1e9);
        assert.ok(BigInt(point.start) <= BigInt(point.time));
      }
      return rows;
    };

    const [gauge, zoneA, zoneB] = await points('otel_metrics_gauge', 3);
    assertColumns(gauge, { MetricName: 'm.gauge', Value: 36.6, Attributes: { room: '1' } });
    assertColumns(zoneA, { MetricName: 'm.observed.gauge', Value: 1, Attributes: { zone: 'a' } });
    assertColumns(zoneB, { MetricName: 'm.observed.gauge', Value: 2, Attributes: { zone: 'b' } });

    const monotonic = { IsMonotonic: true, AggregationTemporality: delta ? 1 : 2 };
    const upAndDown = { IsMonotonic: false, AggregationTemporality: 2 };
    const [counter, observed, observedUpDown, upDown] = await points('otel_metrics_sum', 4);
    assertColumns(counter, {
      MetricName: 'm.counter',
      MetricDescription: 'Orders',
      MetricUnit: '{order}',
      Value: 3,
      Attributes: stored,
      ...monotonic,
    });
    assertColumns(observed, {
      MetricName: 'm.observed.counter',
      Value: 11,
      Attributes: { cpu: '0' },
      ...monotonic,
    });
    assertColumns(observedUpDown, {
      MetricName: 'm.observed.updown',
      Value: -4,
      Attributes: {},
      ...upAndDown,
    });
    assertColumns(upDown, {
      MetricName: 'm.updown',
      Value: -2.5,
      Attributes: { side: 'left' },
      MetricUnit: '{item}',
      ...upAndDown,
    });

    const [explicit] = await points('otel_metrics_histogram', 1);
    assertColumns(explicit, {
      MetricName: 'm.histogram',
      MetricUnit: 'ms',
      Attributes: { route: '/pay' },
      Count: '5',
      Sum: 560.5,
      Min: 0.5,
      Max: 500,
      ExplicitBounds: [1, 10, 100],
      BucketCounts: ['1', '2', '1', '1'],
      AggregationTemporality: delta ? 1 : 2,
    });

    const [log2] = await points('otel_metrics_exponential_histogram', 1);
    assertColumns(log2, {
      MetricName: 'm.exponential',
      Attributes: { route: '/pay' },
      Count: '4',
      Sum: 7,
      Min: 0,
      Max: 4,
      ZeroCount: '1',
      NegativeBucketCounts: [],
      AggregationTemporality: delta ? 1 : 2,
    });
    assert.deepEqual(bucketsOf(log2), [1, 2, 4]);
  });
}

// The upper bounds of the buckets that hold something: base ^ (offset + i + 1), where base = 2 ^ (2 ^ -scale).
function bucketsOf({ Scale, PositiveOffset, PositiveBucketCounts }) {
  const bounds = [];
  PositiveBucketCounts.forEach((count, i) => {
    if (count !== '0') bounds.push(2 ** ((PositiveOffset + i + 1) * 2 ** -Scale));
  });
  return bounds.map((bound) => Math.round(bound * 1000) / 1000);
}
