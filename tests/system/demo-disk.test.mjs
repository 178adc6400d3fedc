// A disk that is too small for the demo: the load stops in time, says so, and the server goes on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { logLine } from '../lib/shop.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const mib = 1024 * 1024;
const diskMib = 400;

// A disk of its own; undefined where mounting is not permitted.
async function mountDisk() {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMib}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
}

async function unmount(folder) {
  await until('nobody uses the disk', async () => {
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  });
  await rm(folder, { recursive: true });
}

test('a disk that fills up stops the demo with a sentence and leaves the server usable', async (context) => {
  const disk = await mountDisk();
  if (disk === undefined) return context.skip('mounting a disk is not permitted here');
  const status = async (server) => await (await fetch(`${server.url}/api/v1/status`)).json();
  let server;
  try {
    server = await Sextant.start({ command: 'demo', dataDir: path.join(disk, 'data') });
    const stopped = await until('the demo stops', async () => (await status(server)).demo_stopped);
    assert.match(
      stopped,
      /^The demo stopped: fewer than 256 MiB are free on the disk of \S+\. Free some space/,
    );
    assert.equal((await status(server)).demo_loading, undefined);
    await until('all that was laid is stored', async () => (await status(server)).waiting_rows === '0');
    const { bavail, bsize } = await statfs(disk);
    assert.ok(bavail * bsize > 100 * mib, `${Math.round((bavail * bsize) / mib)} MiB are left`);
    assert.ok((await server.count('otel_v2.otel_traces')) > 10_000);
    const answer = await server.post('logs', logLine('there is still room'));
    assert.equal(answer.status, 200);
    await until('a new line is found', async () => {
      return (await server.count('default.otel_logs', { text: '"there is still room"' })) === 1;
    });
  } finally {
    await server?.stop();
    await unmount(disk);
  }
});
