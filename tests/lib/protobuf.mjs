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

const service = (name) => field(1, [field(1, attribute('service.name', text(name)))]);
// Both requests have the same shape: resources → scopes → records.
const request = (name, records) => field(1, [service(name), field(2, records.map((record) => field(2, record)))]);

export function logs(name, records) {
  return request(name, records);
}
export function log({ time = now(), body = text('hello'), more = [] } = {}) {
  return [fixed64(1, time), field(5, [body]), ...more];
}

export function spans(name, records) {
  return request(name, records);
}
export function span({ traceId = Buffer.alloc(16, 1), spanId = Buffer.alloc(8, 2), start = now(), end = now() } = {}) {
  return [field(1, traceId), field(2, spanId), field(5, 'work'), fixed64(7, start), fixed64(8, end)];
}

export const now = () => BigInt(Date.now()) * 1_000_000n;
