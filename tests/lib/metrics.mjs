// /metrics, read as Prometheus would.
import assert from 'node:assert/strict';

// Values by their whole name, labels included: 'sextant_ingest_rows_total{database="default"}' → 12.
export async function metrics(server) {
  const answer = await fetch(`${server.url}/metrics`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const values = new Map();
  for (const line of (await answer.text()).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/.exec(line);
    values.set(name, Number(value));
  }
  return values;
}

// How many requests to `database` were refused as a whole for `reason`.
export function refused(values, reason, database = 'default') {
  return values.get(`sextant_ingest_rejected_requests_total{database="${database}",reason="${reason}"}`) ?? 0;
}

export function rejectedRows(values, reason, database = 'default') {
  return values.get(`sextant_ingest_rejected_rows_total{database="${database}",reason="${reason}"}`) ?? 0;
}
