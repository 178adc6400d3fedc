// One order that is refused, as its spans and its log lines over OTLP/JSON: the payment fails inside, its
// server span answers in good order, and the failure climbs up through checkout to the frontend.
export const traceId = 'b3f1a94c7e2d40588c61d0e95a7f3c12';
export const thrown = 'Visa cache full: cannot add new item.';
const stack = [
  `Error: ${thrown}`,
  '    at charge (/usr/src/app/charge.js:88:11)',
  '    at Object.onReceiveHalfClose (/usr/src/app/node_modules/@grpc/grpc-js/build/src/server.js:1466:25)',
  '    at handler (/usr/src/app/node_modules/@grpc/grpc-js/build/src/call.js:12:3)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
  '    at async main (/usr/src/app/index.js:42:5)',
].join('\n');

const text = (key, value) => ({ key, value: { stringValue: value } });
const resource = (service) => ({
  attributes: [
    text('service.name', service),
    text('host.name', `host-of-${service}`),
    text('k8s.pod.name', `${service}-6dcb`),
    text('k8s.namespace.name', 'shop'),
  ],
});

const spans = [
  ['a1', '', 'frontend', 'POST /api/checkout', 2, 2, [text('http.request.method', 'POST'), text('url.full', 'http://shop/api/checkout?currency=EUR'), text('http.response.status_code', '500'), text('http.request.header.accept', '["*/*"]')]],
  ['b2', 'a1', 'checkout', 'oteldemo.CheckoutService/PlaceOrder', 2, 2, [text('rpc.grpc.status_code', '13')]],
  ['c3', 'b2', 'checkout', 'oteldemo.PaymentService/Charge', 3, 2, [text('rpc.grpc.status_code', '2')]],
  ['d4', 'c3', 'payment', 'grpc.oteldemo.PaymentService/Charge', 2, 1, []],
  ['e5', 'd4', 'payment', 'charge', 1, 2, []],
  ['f6', 'b2', 'cart', 'oteldemo.CartService/GetCart', 2, 0, []],
]; // prettier-ignore

const spanId = (short) => short.padStart(16, '0');
const nanos = (ms) => String(BigInt(Math.round(ms * 1000)) * 1000n);

export function refusedTrace(atMs) {
  return JSON.stringify({
    resourceSpans: spans.map(([id, parent, service, name, kind, code, attributes], index) => ({
      resource: resource(service),
      scopeSpans: [
        {
          spans: [
            {
              traceId,
              spanId: spanId(id),
              ...(parent === '' ? {} : { parentSpanId: spanId(parent) }),
              name,
              kind,
              startTimeUnixNano: nanos(atMs + index),
              endTimeUnixNano: nanos(atMs + 20 - index),
              attributes,
              status: { code },
              events:
                id === 'e5'
                  ? [
                      {
                        name: 'exception',
                        timeUnixNano: nanos(atMs + 10),
                        attributes: [
                          text('exception.type', 'Error'),
                          text('exception.message', thrown),
                          text('exception.stacktrace', stack),
                        ],
                      },
                    ]
                  : [],
            },
          ],
        },
      ],
    })),
  });
}

// The frontend's line about it, and `around` quiet lines of two services on each side, a millisecond apart.
export function refusedLogs(atMs, around = 20) {
  const line = (service, ms, body, more = {}) => ({
    resource: resource(service),
    scopeLogs: [
      {
        logRecords: [{ timeUnixNano: nanos(ms), severityText: 'INFO', body: { stringValue: body }, ...more }],
      },
    ],
  });
  const quiet = Array.from({ length: around * 2 + 1 }, (_, i) => i - around)
    .filter((offset) => offset !== 0)
    .map((offset) => line(offset % 2 === 0 ? 'frontend' : 'cart', atMs + offset, `quiet ${offset}`));
  const failed = line('frontend', atMs, 'Failed to place order', {
    severityText: 'ERROR',
    traceId,
    spanId: spanId('a1'),
    attributes: [
      text('payload', '{"order":{"id":"o-17","items":[{"sku":"scope"}]}}'),
      text('order.id', 'o-17'),
    ],
  });
  return JSON.stringify({ resourceLogs: [...quiet, failed] });
}
