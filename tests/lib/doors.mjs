// Both OTLP doors, spoken to byte by byte: what no client library would send.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';

const methods = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  profiles: '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
};

// A gRPC message in its frame.
export function frame(message, { compressed = false, length = message.length } = {}) {
  const head = Buffer.alloc(5);
  head[0] = compressed ? 1 : 0;
  head.writeUInt32BE(length, 1);
  return Buffer.concat([head, message]);
}

// One gRPC call that sends `bytes` as they are. With `halfway`, it is left unfinished: the caller ends it.
export function grpcCall(
  server,
  signal,
  bytes,
  { coding = 'identity', halfway = false, headers: more = {} } = {},
) {
  const session = connectHttp2(`http://${server.ready.otlp_grpc}`);
  const headers = {
    ':method': 'POST',
    ':path': methods[signal],
    'content-type': 'application/grpc',
    te: 'trailers',
    'grpc-encoding': coding,
    ...more,
  };
  const stream = session.request(headers);
  const answer = new Promise((resolve, reject) => {
    const take = (found) => {
      if (found['grpc-status'] === undefined) return;
      resolve({
        status: Number(found['grpc-status']),
        message: decodeURIComponent(found['grpc-message'] ?? ''),
      });
    };
    stream.on('response', take);
    stream.on('trailers', take);
    stream.on('error', reject);
    session.on('error', reject);
    stream.on('close', () =>
      reject(new Error(`the stream was closed with ${stream.rstCode} and without a status`)),
    );
    stream.resume();
  }).finally(() => session.close());
  answer.catch(() => {});
  if (halfway) stream.write(bytes);
  else stream.end(bytes);
  return { answer, stream, destroy: () => session.destroy() };
}

// The same for both doors: { ok, refusal, text }.
export const doors = {
  http: {
    codings: ['gzip', 'deflate', 'zstd'],
    async send(server, signal, body, { coding = 'identity', json = false, headers = {} } = {}) {
      const type = json ? 'application/json' : 'application/x-protobuf';
      const answer = await server.post(signal, body, {
        'content-type': type,
        'content-encoding': coding,
        ...headers,
      });
      return { ok: answer.status === 200, refusal: answer.status, text: await answer.text() };
    },
    refusals: { bad_input: 400, too_large: 413 },
  },
  grpc: {
    codings: ['gzip', 'deflate', 'zstd'],
    async send(server, signal, body, { coding = 'identity', headers = {} } = {}) {
      const bytes = frame(body, { compressed: coding !== 'identity' });
      const { status, message } = await grpcCall(server, signal, bytes, { coding, headers }).answer;
      return { ok: status === 0, refusal: status, text: message };
    },
    refusals: { bad_input: 3, too_large: 3 },
  },
};

// A connection to the HTTP door: write what you like, read what comes until it ends.
export async function rawHttp(server) {
  const [host, port] = server.ready.otlp_http.split(':');
  const socket = connect({ host, port: Number(port), allowHalfOpen: true });
  await once(socket, 'connect');
  let received = '';
  const ended = new Promise((resolve) => {
    socket.on('data', (data) => (received += data));
    socket.on('error', () => resolve(received));
    socket.on('end', () => resolve(received));
    socket.on('close', () => resolve(received));
  });
  return { socket, ended, received: () => received };
}

export function httpHead(signal, headers) {
  const lines = Object.entries({ Host: 'localhost', 'Content-Type': 'application/x-protobuf', ...headers });
  return `POST /v1/${signal} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

// Of an HTTP answer so far; undefined while it has no status line.
export function statusOf(answer) {
  const found = /^HTTP\/1\.1 (\d+)/.exec(answer);
  return found === null ? undefined : Number(found[1]);
}
