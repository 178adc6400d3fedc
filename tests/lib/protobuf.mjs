// Just enough of protobuf's wire format to write OTLP requests that no SDK would.
import { Buffer } from 'node:buffer';

export function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

export const int = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);

export function fixed64(field, value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return Buffer.concat([varint((field << 3) | 1), bytes]);
}

// A string, byte string or message: text, bytes, or a list of fields.
export function field(number, content) {
  const bytes = Array.isArray(content) ? Buffer.concat(content) : Buffer.from(content);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

// The head of a field that claims `length` bytes.
export const claim = (number, length) => Buffer.concat([varint((number << 3) | 2), varint(length)]);

export const text = (value) => field(1, value);
export const attribute = (key, anyValue) => [field(1, key), field(2, [anyValue])];

// All requests have the same shape: resources → scopes → records. `attributes` are the resource's, besides
// its name.
function request(name, records, attributes = {}) {
  const all = Object.entries({ 'service.name': name, ...attributes });
  const resource = all.map(([key, value]) => field(1, attribute(key, text(value))));
  return field(1, [
    field(1, resource),
    field(
      2,
      records.map((record) => field(2, record)),
    ),
  ]);
}

export const logs = request;
export function log({ time = now(), body = text('hello'), more = [] } = {}) {
  return [fixed64(1, time), field(5, [body]), ...more];
}

export const spans = request;
export function span({
  traceId = Buffer.alloc(16, 1),
  spanId = Buffer.alloc(8, 2),
  start = now(),
  end = now(),
} = {}) {
  return [field(1, traceId), field(2, spanId), field(5, 'work'), fixed64(7, start), fixed64(8, end)];
}

export const metrics = request;
const point = (more) => [fixed64(2, now()), fixed64(3, now()), ...more];
const cumulative = int(2, 2);
// Metrics of the five kinds, each of `count` points.
export function everyMetric(count) {
  const points = (more) => Array.from({ length: count }, () => field(1, point(more)));
  const half = Buffer.from(Float64Array.of(0.5).buffer);
  const real = (number) => Buffer.concat([varint((number << 3) | 1), half]);
  const distribution = [fixed64(4, 3), real(5)];
  const bounds = [field(6, [Buffer.from(BigUint64Array.of(1n, 2n).buffer)]), field(7, half)];
  const positive = field(8, [int(1, 2), field(2, [varint(1), varint(2)])]);
  return [
    [field(1, 'gauge'), field(5, points([real(4)]))],
    [field(1, 'sum'), field(7, [...points([fixed64(6, 5)]), cumulative, int(3, 1)])],
    [field(1, 'histogram'), field(9, [...points([...distribution, ...bounds]), cumulative])],
    [field(1, 'exponential'), field(10, [...points([...distribution, int(6, 2), positive]), cumulative])],
    [field(1, 'summary'), field(11, points(distribution))],
  ];
}

export const now = () => BigInt(Date.now()) * 1_000_000n;
