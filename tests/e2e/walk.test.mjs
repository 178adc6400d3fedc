// The investigation of the guide, in a real browser on the demo's data, as far as the pages that exist go:
// the bump in the last day, the filter to errors, the failed order and its cause.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openPage } from '../lib/browser.mjs';
import { Sextant, until } from '../lib/sextant.mjs';
import { refusal } from '../lib/shop.mjs';

let server;
let browser;
let page;

before(async () => {
  server = await Sextant.start({ command: 'demo', args: ['--hours', '40', '--scale', '0.3'] });
  browser = await openBrowser();
  await until(
    'the demo is laid and stored',
    async () => {
      const status = await (await fetch(`${server.url}/api/v1/status`)).json();
      return status.demo_loading === undefined && status.waiting_rows === '0';
    },
    180_000,
  );
  page = await openPage(browser, server.url);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const total = async () =>
  Number(
    (
      await page
        .getByText(/^[\d,]+ events$/)
        .first()
        .textContent()
    ).replaceAll(/\D/g, ''),
  );

test('1: the last day shows a run of bars with errors in them', async () => {
  await page.getByRole('button', { name: /Past 15m/ }).click();
  await page.getByText('Last 1 day').first().click();
  await page.getByText(/error/).first().waitFor();
  const day = await server.events('search/histogram', {
    source: 'otel_v2.otel_logs',
    from_ns: String(BigInt(Date.now() - 86_400_000) * 1_000_000n),
    to_ns: String(BigInt(Date.now()) * 1_000_000n),
  });
  const wrong = day
    .filter((event) => event.event === 'buckets')
    .flatMap((event) => event.buckets)
    .filter((bucket) => bucket.counts.error !== undefined)
    .map((bucket) => BigInt(bucket.start_ns))
    .sort();
  assert.ok(wrong.length >= 4 && wrong.length <= 9, `${wrong.length} bars hold errors`);
});

test('3: the filter to errors leaves the failing orders', async () => {
  await page.getByRole('checkbox', { name: /error/ }).first().click();
  await page.getByText('Failed to place order').first().waitFor();
  await page.getByText('Visa cache full: cannot add new item.').first().waitFor();
  const errors = await server.count('otel_v2.otel_logs', { text: 'SeverityText:error', hours: 24 });
  await until('the total is that of the rows', async () => (await total()) === errors);
});

test('4: one of them opens, and its columns hold the cause', async () => {
  await page.getByText('Failed to place order').first().click();
  await page.getByRole('tab', { name: /Overview/ }).waitFor();
  await page.getByText(refusal).first().waitFor();
  await page.getByRole('tab', { name: /Column Values/ }).click();
  await page.getByText(refusal).first().waitFor();
});

test('the walk survives reload and Back', async () => {
  const address = page.url();
  await page.reload();
  await page.getByText(refusal).first().waitFor();
  assert.equal(page.url(), address);
  await page.goBack();
  await page.getByRole('tab', { name: /Overview/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Clear all' }).waitFor();
  assert.deepEqual(page.scriptErrors, []);
});
