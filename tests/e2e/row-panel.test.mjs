// The row panel: what failed and where it began, what was thrown, the tree of columns, and the neighbours.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser } from '../lib/browser.mjs';
import { refusedLogs, refusedTrace, thrown } from '../lib/refused-order.mjs';
import { onSearchPage, rowPanel, rows, search, totalIs } from '../lib/search-page.mjs';
import { Sextant, until } from '../lib/sextant.mjs';

const around = 20;
const crowd = 450;
const atMs = Date.now() - 120_000;
const crowdedMs = atMs - 300_000;
let server;
let browser;

before(async () => {
  server = await Sextant.start();
  browser = await openBrowser();
  await server.post('traces', refusedTrace(atMs));
  await server.post('logs', refusedLogs(atMs, around));
  await server.post(
    'logs',
    refusedLogs(crowdedMs, crowd).replaceAll('Failed to place order', 'A row in a crowd'),
  );
  const stored = 2 * around + 1 + 2 * crowd + 1;
  await until('all is stored', async () => (await server.count('default.otel_logs')) === stored);
  await until('the spans are stored', async () => (await server.count('default.otel_traces')) === 6);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const onPage = (path, body, options) => onSearchPage(browser, `${server.url}${path}`, body, options);
const tab = (page, name) => rowPanel(page).getByRole('tab', { name });
const neighbours = (page) => rowPanel(page).getByRole('grid', { name: 'Surrounding rows' });
const here = (page) => neighbours(page).locator('[role=row][aria-selected=true]');
const said = (page) => rowPanel(page).getByRole('tabpanel').getByRole('status');

async function openRow(page, text, name) {
  await search(page, `"${text}"`);
  await totalIs(page, 1);
  await rows(page).first().click();
  if (name !== undefined) await tab(page, name).click();
}

test('a log of a failed trace shows how the failure climbed from its cause', () =>
  onPage('/', async (page) => {
    await openRow(page, 'Failed to place order');
    const chain = rowPanel(page).getByRole('region', { name: 'Error chain' });
    await chain
      .getByText(/Began in payment, 4\.00 ms after this log\. 4 of 6 spans failed, in 3 services\./)
      .waitFor();
    const links = await chain.getByRole('listitem').allTextContents();
    assert.equal(links.length, 4);
    for (const [index, words] of [
      ['payment', `Error: ${thrown}`],
      ['checkout', 'gRPC 2'],
      ['checkout', 'gRPC 13'],
      ['frontend', 'HTTP 500'],
    ].entries())
      for (const word of words) assert.ok(links[index].includes(word), `${links[index]} has ${word}`);
    await chain.getByRole('button', { name: 'Spans of this trace' }).click();
    await totalIs(page, 6);
  }));

test('an exception shows its own frames and folds those of libraries', () =>
  onPage(
    '/search?source=default.otel_traces&where=SpanName%3Acharge%20ServiceName%3Apayment%20SpanKind%3AInternal',
    async (page) => {
      await totalIs(page, 1);
      await rows(page).first().click();
      const exception = rowPanel(page).getByRole('region', { name: 'Exception', exact: true });
      await exception.getByText(thrown).first().waitFor();
      await exception.getByText('/usr/src/app/charge.js:88:11').waitFor();
      assert.equal(await exception.getByText(/grpc-js/).count(), 0);
      await exception.getByRole('button', { name: '3 library frames' }).click();
      assert.equal(await exception.getByText(/grpc-js/).count(), 2);
      await exception.getByRole('button', { name: 'As printed' }).click();
      await exception.getByText(/at async main \(\/usr\/src\/app\/index\.js:42:5\)/).waitFor();
    },
  ));

test('a span of a request says what was asked and answered', () =>
  onPage('/search?source=default.otel_traces&where=ServiceName%3Afrontend', async (page) => {
    await totalIs(page, 1);
    await rows(page).first().click();
    const request = rowPanel(page).getByRole('region', { name: 'HTTP request' });
    await request.getByText('http://shop/api/checkout?currency=EUR').waitFor();
    await request.getByText('500', { exact: true }).first().waitFor();
    await rowPanel(page)
      .getByText(/Server · 20\.0 ms/)
      .waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await request.getByRole('button', { name: 'Copy as curl' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, "curl -X POST -H 'accept: */*' 'http://shop/api/checkout?currency=EUR'");
  }));

test('the columns are a tree in which texts that are JSON open, and a search finds what lies deep', () =>
  onPage('/', async (page) => {
    await openRow(page, 'Failed to place order', /Column Values/);
    const tree = rowPanel(page).getByRole('tree', { name: 'Columns' });
    assert.equal(await tree.getByRole('treeitem', { name: 'sku' }).count(), 0);
    await rowPanel(page).getByRole('textbox', { name: 'Find a key or value' }).fill('scope');
    await tree.getByRole('treeitem', { name: 'sku' }).waitFor();
    assert.equal(await tree.getByRole('treeitem', { name: 'order.id' }).count(), 0);
    await rowPanel(page).getByRole('textbox', { name: 'Find a key or value' }).fill('');
    await tree.getByRole('treeitem', { name: 'order.id', exact: true }).hover();
    await tree.getByRole('button', { name: 'Only order.id is this' }).click();
    await page.getByRole('list', { name: 'Chosen filters' }).getByText('o-17').waitFor();
    await rowPanel(page).getByText('o-17').first().waitFor();
  }));

test('the surroundings hold what came before and after, and narrow to a service and a window', () =>
  onPage('/', async (page) => {
    await openRow(page, 'Failed to place order', 'Surrounding Context');
    await said(page).getByText('±15 s: 20 rows after; 20 rows before.').waitFor();
    await here(page).getByText('Failed to place order').waitFor();
    await rowPanel(page).getByRole('radio', { name: 'Service' }).click();
    await said(page).getByText('±15 s: 10 rows after; 10 rows before.').waitFor();
    await rowPanel(page)
      .getByRole('button', { name: /^How far around/ })
      .click();
    await page.getByRole('menuitemradio', { name: '±50 ms' }).click();
    await rowPanel(page).getByRole('radio', { name: 'Custom' }).click();
    await rowPanel(page)
      .getByRole('button', { name: /^host\.name/ })
      .click();
    await rowPanel(page).getByRole('textbox', { name: 'Where' }).fill('"quiet 2"');
    await page.keyboard.press('Enter');
    await said(page).getByText('±50 ms: 1 row after; 0 rows before.').waitFor();
    assert.equal(await rowPanel(page).getByRole('radio', { name: 'Node' }).count(), 0, 'no such attribute');
    await page.reload();
    await said(page).getByText('±50 ms: 1 row after; 0 rows before.').waitFor();
  }));

test('a neighbour opens in the panel, and Escape leads back level by level', () =>
  onPage('/', async (page) => {
    await openRow(page, 'Failed to place order', 'Surrounding Context');
    await neighbours(page).getByText('quiet 3', { exact: true }).click();
    await rowPanel(page).getByRole('heading', { name: 'quiet 3' }).waitFor();
    await page.reload();
    await rowPanel(page).getByRole('heading', { name: 'quiet 3' }).waitFor();
    await page.keyboard.press('Escape');
    await rowPanel(page).getByRole('heading', { name: 'Failed to place order' }).waitFor();
    await tab(page, 'Surrounding Context').and(page.locator('[aria-selected=true]')).waitFor();
    await page.keyboard.press('Escape');
    await rowPanel(page).waitFor({ state: 'detached' });
  }));

test('a crowd of neighbours never hides the row', () =>
  onPage('/', async (page) => {
    await openRow(page, 'A row in a crowd', 'Surrounding Context');
    await said(page)
      .getByText(/the nearest 200 rows after, there are more; the nearest 200 rows before, there are more/)
      .waitFor();
    await here(page).getByText('A row in a crowd').waitFor();
    const [list, row] = [await neighbours(page).boundingBox(), await here(page).boundingBox()];
    assert.ok(row.y > list.y && row.y + row.height < list.y + list.height, 'it is in view');
  }));

test('the tab that was open last opens with the next row', () =>
  onPage('/', async (page) => {
    await openRow(page, 'Failed to place order', /Column Values/);
    await page.keyboard.press('Escape');
    await rowPanel(page).waitFor({ state: 'detached' });
    await rows(page).first().click();
    await tab(page, /Column Values/)
      .and(page.locator('[aria-selected=true]'))
      .waitFor();
  }));
