// A few minutes of a small shop whose payment fails at the end, as OTLP/JSON: enough to search in.
const services = ['frontend', 'checkout', 'payment', 'currency'];
export const refusal =
  'failed to charge card: could not charge the card: rpc error: code = Unknown desc = Visa cache full: cannot add new item.';

const text = (key, value) => ({ key, value: { stringValue: value } });

function resourceLogs(service, logRecords, attributes = []) {
  return {
    resource: {
      attributes: [
        text('service.name', service),
        text('k8s.pod.name', `${service}-6dcb696646-x`),
        ...attributes,
      ],
    },
    scopeLogs: [{ logRecords }],
  };
}

// `count` quiet lines spread evenly over the `minutes` before `endMs`, and `errors` failing orders in the
// last minute. Gives the body of one request, and how many records it holds.
export function shopLogs({ endMs = Date.now(), minutes = 10, count = 600, errors = 5 } = {}) {
  const nanos = (ms, i) => String(BigInt(Math.floor(ms)) * 1_000_000n + BigInt(i % 1000));
  const step = (minutes * 60_000) / count;
  const byService = new Map(services.map((service) => [service, []]));
  for (let i = 0; i < count; i++) {
    const service = services[i % services.length];
    byService.get(service).push({
      timeUnixNano: nanos(endMs - minutes * 60_000 + i * step, i),
      severityText: i % 50 === 0 ? 'WARN' : 'INFO',
      body: { stringValue: `${service} handled order ${i}` },
      attributes: [text('order.id', `order-${i}`), { key: 'items', value: { intValue: String(i % 7) } }],
    });
  }
  for (let i = 0; i < errors; i++) {
    byService.get('frontend').push({
      timeUnixNano: nanos(endMs - 30_000 + i * 1000, i),
      severityText: 'ERROR',
      body: { stringValue: 'Failed to place order' },
      attributes: [text('error.details', refusal), text('email', 'Braulio.Roberts23@hotmail.com')],
    });
  }
  const resources = [...byService].map(([service, records]) => resourceLogs(service, records));
  return { body: JSON.stringify({ resourceLogs: resources }), records: count + errors };
}

// The body of a request with one log line that is written now.
export function logLine(body, { service = 'kitchen', attributes = [], resource = [] } = {}) {
  const texts = (pairs) => pairs.map(([key, value]) => text(key, value));
  const record = {
    timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    severityText: 'INFO',
    body: { stringValue: body },
    attributes: texts(attributes),
  };
  return JSON.stringify({ resourceLogs: [resourceLogs(service, [record], texts(resource))] });
}
