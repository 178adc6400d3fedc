// Records the visits of visits.mjs with rrweb and writes them to src/demo/recordings/visits/.
//   node demo/record/record.mjs [NAME…]
// About a minute, since people take their time. Times differ by milliseconds from run to run; the rest is
// the same as long as the shop is. Inputs are masked as HyperDX's SDK for browsers masks them.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../../tests/lib/browser.mjs';
import { startShop } from '../shop/serve.mjs';
import { assertBlank, fixtureOf } from './fixture.mjs';
import { Visitor } from './visitor.mjs';
import { visits } from './visits.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'src/demo/recordings/visits');
const rrweb = path.join(root, 'node_modules/rrweb/umd/rrweb.min.js');

const startRecorder = () => {
  if (window !== top) return;
  window.recorded = [];
  rrweb.record({
    emit: (event) => window.recorded.push(event),
    maskAllInputs: true,
    recordAfter: 'DOMContentLoaded',
  });
};
const mark = (step) => rrweb.record.addCustomEvent('step', step);

async function record(browser, visit, number) {
  const orderId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const session = `11111111-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const shop = await startShop({ session, order: { orderId }, refuses: visit.outcome === 'refused' });
  const { width, height, device } = visit.screen;
  const phone = device === 'phone';
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    timezoneId: 'UTC',
    locale: 'en-US',
  });
  try {
    const page = await context.newPage();
    await page.addInitScript({ path: rrweb });
    await page.addInitScript(startRecorder);
    await page.goto(shop.url);
    await page.locator('.card').nth(9).waitFor();
    const visitor = new Visitor(page, visit.screen, number);
    for (const step of visit.steps.slice(1)) {
      await page.waitForLoadState('networkidle');
      await page.evaluate(mark, step);
      await visitor.take(step);
    }
    // The pointer's last way is told half a second late.
    await page.waitForTimeout(600);
    const events = await page.evaluate(() => window.recorded);
    const kept = { events, url: shop.url, session, order: shop.order };
    const fixture = fixtureOf(visit, kept);
    assertBlank(visit.name, fixture.text, kept);
    return fixture;
  } finally {
    await context.close();
    shop.close();
  }
}

const wanted = process.argv.slice(2);
const browser = await openBrowser();
try {
  mkdirSync(folder, { recursive: true });
  const chosen = visits
    .map((visit, i) => ({ visit, number: i + 1 }))
    .filter(({ visit }) => wanted.length === 0 || wanted.includes(visit.name));
  await Promise.all(
    chosen.map(async ({ visit, number }) => {
      const { text, style } = await record(browser, visit, number);
      writeFileSync(path.join(folder, `${visit.name}.visit`), text);
      writeFileSync(path.join(folder, 'style.json'), `${style}\n`);
      console.log(`${visit.name}: ${text.split('\n').length} lines, ${text.length} bytes`);
    }),
  );
} finally {
  await browser.close();
}
