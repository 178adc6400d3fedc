// Starts real Sextant servers for whole-system tests, on free ports and temporary folders, and talks to them
// as any client would.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const binary = process.env.SEXTANT_BIN ?? path.join(root, 'build/bin/sextant');
const startLimitMs = 60_000;

export class Sextant {
  // `spawned` is given the process as soon as it exists, long before it is ready.
  static async start({ dataDir, command = 'serve', args = [], ports = {}, spawned = () => {} } = {}) {
    const own = dataDir === undefined;
    const dir = dataDir ?? path.join(await mkdtemp(path.join(tmpdir(), 'sextant-test-')), 'data');
    const flags = [
      command,
      '--data-dir',
      dir,
      ...(command === 'serve' ? ['--local'] : []),
      ...['listen', 'otlp-http', 'otlp-grpc'].flatMap((name) => [`--${name}`, ports[name] ?? '127.0.0.1:0']),
      ...args,
    ];
    const server = new Sextant(dir, own);
    await server.#spawn(flags, spawned);
    return server;
  }

  constructor(dataDir, own) {
    this.dataDir = dataDir;
    this.own = own;
    this.stderr = [];
  }

  async #spawn(flags, spawned) {
    this.process = spawn(binary, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
    spawned(this.process);
    this.exited = once(this.process, 'exit');
    createInterface({ input: this.process.stderr }).on('line', (line) => {
      this.stderr.push(line);
      if (this.stderr.length > 500) this.stderr.shift();
    });
    const ready = new Promise((resolve) => {
      createInterface({ input: this.process.stdout }).on('line', (line) => {
        if (!line.startsWith('{')) return;
        const event = JSON.parse(line);
        if (event.event === 'ready') resolve(event);
      });
    });
    const timer = AbortSignal.timeout(startLimitMs);
    const late = new Promise((_, reject) =>
      timer.addEventListener('abort', () => reject(new Error(`not ready\n${this.stderr.join('\n')}`))),
    );
    const died = this.exited.then(([code, signal]) => {
      throw new Error(`ended before it was ready: ${code ?? signal}\n${this.stderr.join('\n')}`);
    });
    died.catch(() => {});
    late.catch(() => {});
    this.ready = await Promise.race([ready, late, died]);
    this.url = `http://${this.ready.listen}`;
    this.otlp = `http://${this.ready.otlp_http}`;
  }

  get pid() {
    return this.process.pid;
  }

  // The engine is the one child of the server.
  async enginePid() {
    const children = await readFile(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    for (const task of await readdir(`/proc/${this.pid}/task`)) {
      const text = await readFile(`/proc/${this.pid}/task/${task}/children`, 'utf8').catch(() => '');
      const pid = Number(text.trim().split(' ')[0]);
      if (pid > 0) return pid;
    }
    return Number(children.trim()) || undefined;
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return await this.exited;
  }

  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill('SIGTERM');
    if (this.own) await rm(path.dirname(this.dataDir), { recursive: true, force: true });
  }

  async post(signal, body, headers = {}) {
    return await fetch(`${this.otlp}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  // All events of a streaming answer.
  async events(route, request) {
    const answer = await fetch(`${this.url}/api/v1/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const text = await answer.text();
    if (answer.status !== 200) return [{ event: 'error', status: answer.status, ...JSON.parse(text) }];
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  // A statement's answer as text, asked past the server, on the engine's own socket.
  async askEngine(sql) {
    return await new Promise((resolve, reject) => {
      const ask = request(
        {
          socketPath: path.join(this.dataDir, 'engine.sock'),
          method: 'POST',
          headers: { 'x-sextant-trusted': '1' },
        },
        async (answer) => {
          const text = (await answer.setEncoding('utf8').toArray()).join('');
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(text));
        },
      );
      ask.on('error', reject).end(sql);
    });
  }

  // How many rows match, counted by the histogram; undefined while the engine is away.
  async count(source, { text = '', hours = 48 } = {}) {
    const events = await this.events('search/histogram', { source, text, ...rangeAround(hours) });
    const last = events.at(-1);
    return last.event === 'done' ? Number(last.total) : undefined;
  }
}

export function rangeAround(hours) {
  const now = BigInt(Date.now()) * 1_000_000n;
  const width = BigInt(hours) * 3_600_000_000_000n;
  return { from_ns: String(now - width), to_ns: String(now + 3_600_000_000_000n) };
}

// Asks again until `check` gives something truthy. The limit only turns a hang into a failure.
export async function until(what, check, limitMs = 60_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await check().catch(() => undefined);
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// The recordings that are kept beside the project, re-timed so that the newest record is now; undefined
// where they are absent.
export async function captures() {
  const folder = process.env.SEXTANT_SHARED ?? path.join(root, '../shared');
  const read = async (name) =>
    gunzipSync(await readFile(path.join(folder, 'captures', name)))
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  try {
    const requests = [
      ...(await read('checkout_refused_traces.jsonl.gz')).map((body) => ({ signal: 'traces', body })),
      ...(await read('checkout_refused_logs.jsonl.gz')).map((body) => ({ signal: 'logs', body })),
    ];
    return retime(requests);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function retime(requests) {
  const pattern = /"((?:start|end|observed)?[tT]imeUnixNano)":\s*"?(\d{16,19})"?/g;
  let newest = 0n;
  for (const { body } of requests) {
    for (const match of body.matchAll(pattern)) {
      const time = BigInt(match[2]);
      if (time > newest) newest = time;
    }
  }
  const shift = BigInt(Date.now()) * 1_000_000n - newest;
  return requests.map(({ signal, body }) => ({
    signal,
    body: body.replace(pattern, (all, name, time) =>
      BigInt(time) === 0n ? all : `"${name}":"${BigInt(time) + shift}"`,
    ),
  }));
}
