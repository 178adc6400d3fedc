// Starting, and refusing to start: one sentence, a non-zero exit, nothing half made.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Sextant, root } from '../lib/sextant.mjs';

const free = ['--listen', '127.0.0.1:0', '--otlp-http', '127.0.0.1:0', '--otlp-grpc', '127.0.0.1:0'];

async function inTempFolder(body) {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-start-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Runs sextant until it ends; gives its exit code and the sentences it wrote, without its log lines.
async function refusal(args, options = {}) {
  const child = spawn(options.binary ?? path.join(root, 'build/bin/sextant'), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let text = '';
  child.stderr.on('data', (data) => (text += data));
  child.stdout.on('data', (data) => (text += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const sentences = text.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return { code, sentences };
}

async function assertRefused(args, pattern, options) {
  const { code, sentences } = await refusal(args, options);
  assert.notEqual(code, 0);
  assert.equal(sentences.length, 1, sentences.join('\n'));
  assert.match(sentences[0], pattern);
}

test('a broken config names the line and the key', () =>
  inTempFolder(async (folder) => {
    const config = path.join(folder, 'sextant.toml');
    await writeFile(config, 'local = true\nlistne = "127.0.0.1:0"\n');
    await assertRefused(
      ['serve', '--config', config],
      /line 2: 'listne' is not a setting\. Did you mean 'listen'\?/,
    );
    await writeFile(config, 'local = \n');
    await assertRefused(['serve', '--config', config], /line 1/);
    await assertRefused(['serve', '--config', path.join(folder, 'none.toml')], /cannot be read/);
    assert.deepEqual(await readdir(folder), ['sextant.toml']);
  }));

test('a used port is named, and nothing is made', () =>
  inTempFolder(async (folder) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = `127.0.0.1:${other.address().port}`;
    try {
      for (const flag of ['--listen', '--otlp-http', '--otlp-grpc']) {
        const args = ['serve', '--local', '--data-dir', path.join(folder, 'data'), ...free, flag, address];
        await assertRefused(args, new RegExp(address.replaceAll('.', '\\.')));
      }
    } finally {
      other.close();
    }
    assert.deepEqual(await readdir(folder), []);
  }));

test('a foreign folder is left alone', () =>
  inTempFolder(async (folder) => {
    await writeFile(path.join(folder, 'thesis.txt'), 'precious');
    await assertRefused(['serve', '--local', '--data-dir', folder, ...free], /'thesis\.txt'/);
    assert.deepEqual(await readdir(folder), ['thesis.txt']);
  }));

test('an unwritable folder is refused', () =>
  inTempFolder(async (folder) => {
    await assertRefused(['serve', '--local', '--data-dir', '/proc/sextant', ...free], /cannot be made/);
    const closed = path.join(folder, 'closed');
    await mkdir(closed, { mode: 0o500 });
    if (process.getuid() !== 0) {
      await assertRefused(['serve', '--local', '--data-dir', closed, ...free], /cannot be written/);
    }
    await chmod(closed, 0o700);
  }));

test('the folder of a newer Sextant, or of a newer engine, is refused', () =>
  inTempFolder(async (folder) => {
    await writeFile(path.join(folder, 'VERSION'), 'sextant-data 999\n');
    await assertRefused(['serve', '--local', '--data-dir', folder, ...free], /newer Sextant/);
  }));

test('a second server on the same folder is refused, and the first goes on', async () => {
  const server = await Sextant.start();
  try {
    await assertRefused(
      ['serve', '--local', '--data-dir', server.dataDir, ...free],
      new RegExp(`in use by another Sextant \\(process ${server.pid}\\)`),
    );
    assert.equal((await fetch(`${server.url}/ready`)).status, 200);
  } finally {
    await server.stop();
  }
});

test('a missing engine library is one sentence', () =>
  inTempFolder(async (folder) => {
    // The same binaries in another place, without the library beside them.
    await mkdir(path.join(folder, 'bin'));
    const engine =
      '#!/bin/sh\necho "sextant-engine: error while loading shared libraries: libchdb.so" >&2\nexit 127\n';
    await writeFile(path.join(folder, 'bin/sextant-engine'), engine, { mode: 0o755 });
    await mkdir(path.join(folder, 'share'));
    await symlink(path.join(root, 'build/share/sextant'), path.join(folder, 'share/sextant'));
    const binary = path.join(folder, 'bin/sextant');
    await copyFile(path.join(root, 'build/bin/sextant'), binary);
    const data = path.join(folder, 'data');
    await assertRefused(['serve', '--local', '--data-dir', data, ...free], /libchdb\.so/, { binary });
    assert.ok(!(await readdir(folder)).includes('data'));
  }));

test('too little memory for the engine is refused', () =>
  inTempFolder(async (folder) => {
    const config = path.join(folder, 'sextant.toml');
    await writeFile(config, '[engine]\nmemory_bytes = 1048576\n');
    await assertRefused(
      ['serve', '--local', '--config', config, '--data-dir', path.join(folder, 'data'), ...free],
      /'engine\.memory_bytes' must be a number from/,
    );
    assert.ok(!(await readdir(folder)).includes('data'));
  }));

test('an unknown flag is one sentence', () => assertRefused(['serve', '--nothing'], /--nothing/));

test('a flag that cannot be served is refused', () =>
  inTempFolder(async (folder) => {
    const data = path.join(folder, 'data');
    await assertRefused(
      ['serve', '--local', '--data-dir', data, ...free, '--listen', '0.0.0.0:0'],
      /loopback/,
    );
    await assertRefused(['serve', '--local', '--data-dir', data, ...free, '--listen', '8080'], /HOST:PORT/);
    assert.deepEqual(await readdir(folder), []);
  }));

test('the page of another site cannot use the ports', async () => {
  const server = await Sextant.start();
  try {
    const { request } = await import('node:http');
    const ask = (url, headers) =>
      new Promise((resolve, reject) => {
        const call = request(url, { headers }, (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode, headers: answer.headers });
        });
        call.on('error', reject);
        call.end();
      });
    for (const base of [server.url, server.otlp]) {
      assert.equal((await ask(`${base}/`, { host: 'evil.example' })).status, 403);
    }
    const foreign = await ask(`${server.url}/api/v1/status`, { origin: 'http://evil.example' });
    assert.equal(foreign.status, 403);
    const preflight = await fetch(`${server.otlp}/v1/traces`, {
      method: 'OPTIONS',
      headers: { origin: 'http://shop.example', 'access-control-request-method': 'POST' },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), 'http://shop.example');
    assert.equal((await ask(`${server.url}/`, {})).headers['access-control-allow-origin'], undefined);
  } finally {
    await server.stop();
  }
});

test('it stops in order and starts again on what it has', async () => {
  const first = await Sextant.start();
  const dataDir = first.dataDir;
  const body = JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'kept' } }] }] }],
  });
  assert.equal((await first.post('logs', body)).status, 200);
  const engine = await first.enginePid();
  const [code] = await first.kill('SIGTERM');
  assert.equal(code, 0);
  assert.throws(() => process.kill(engine, 0));
  const second = await Sextant.start({ dataDir });
  try {
    assert.equal(await second.count('default.otel_logs', { text: 'kept' }), 1);
  } finally {
    await second.stop();
    await rm(path.dirname(dataDir), { recursive: true, force: true });
  }
});
