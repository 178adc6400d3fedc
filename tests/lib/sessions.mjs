// Browser sessions as they are stored: what a session's spans tell of the visit, and its recording.
const database = 'otel_v2';
const ofSession = (id) => `ResourceAttributes.rum.sessionId:"${id}"`;

// Every matching row, whole, oldest first.
async function exported(server, intent) {
  const asked = JSON.stringify({ order: 'oldest', ...intent });
  const url = `${server.url}/api/v1/search/export?format=jsonl&request=${encodeURIComponent(asked)}`;
  const answer = await fetch(url);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(text);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const msOf = (iso) => Date.parse(`${iso.slice(0, 23)}Z`);

function storyOf(id, spans) {
  const story = { id, size: '', opened: [], put: [], refused: false };
  for (const span of spans) {
    const attributes = span.SpanAttributes;
    const at = msOf(span.Timestamp);
    const location = attributes['location.href'] ?? '';
    if (span.SpanName === 'documentLoad') story.size = attributes['screen.xy'];
    if (attributes.userEmail) story.email = attributes.userEmail;
    if (span.SpanName === 'mousedown' && !span.ParentSpanId && location.endsWith('/'))
      story.shoppingMs ??= at;
    if (span.SpanName === 'routeChange') {
      const [, product] = /\/product\/(\w+)$/.exec(location) ?? [];
      if (product) story.opened.push({ product, at });
      const [, order] = /\/cart\/checkout\/([^/?]+)/.exec(location) ?? [];
      if (order) Object.assign(story, { order, endMs: at });
    }
    const url = attributes['http.url'] ?? '';
    story.session ??= /sessionId=([\w-]+)/.exec(url)?.[1];
    if (url.includes('/api/shipping')) Object.assign(story, { shippingTrace: span.TraceId, cartMs: at });
    if (attributes['http.method'] === 'POST' && url.endsWith('/api/cart')) {
      const { item } = JSON.parse(attributes['http.request.body']);
      story.put.push(item);
    }
    if (url.includes('/api/checkout') && attributes['http.status_code'] === '500') {
      Object.assign(story, { refused: true, endMs: at });
    }
  }
  return story;
}

// The sessions whose recording begins in the range, each with what it did.
export async function sessionsOf(server, range) {
  const rows = await exported(server, {
    source: `${database}.otel_traces`,
    text: 'ResourceAttributes.rum.sessionId:*',
    columns: ['Timestamp', 'SpanName', 'ParentSpanId', 'TraceId', 'SpanAttributes', 'ResourceAttributes'],
    ...range,
  });
  const byId = new Map();
  for (const row of rows) {
    const id = row.ResourceAttributes['rum.sessionId'];
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  return [...byId]
    .filter(([, spans]) => spans.some(({ SpanName }) => SpanName === 'record init'))
    .map(([id, spans]) => storyOf(id, spans));
}

// What the shop asked for sending the session's cart, in cents.
export async function shippingOf(server, { shippingTrace }, range) {
  const spans = await exported(server, {
    source: `${database}.otel_traces`,
    text: `TraceId:"${shippingTrace}"`,
    columns: ['SpanAttributes'],
    ...range,
  });
  const quote = spans.find(({ SpanAttributes }) => SpanAttributes['app.quote.cost.total'] !== undefined);
  return Math.round(Number(quote.SpanAttributes['app.quote.cost.total']) * 100);
}

// The rrweb events, joined from their chunks.
export async function recordingOf(server, id, range) {
  const rows = await exported(server, {
    source: `${database}.hyperdx_sessions`,
    text: ofSession(id),
    columns: ['Timestamp', 'Body', 'LogAttributes'],
    ...range,
  });
  const events = [];
  let text = '';
  for (const { Body, LogAttributes } of rows) {
    text += Body;
    if (LogAttributes['rr-web.chunk'] !== LogAttributes['rr-web.total-chunks']) continue;
    events.push(JSON.parse(text));
    text = '';
  }
  return events;
}
