// The results table: its columns, its order, its rows in place, find, and files of all its rows.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { grid, headers, rows, search, totalIs } from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { refusal } from '../lib/shop.mjs';
import { stage } from '../lib/stage.mjs';

const the = stage({ logs: { count: 3000 } });
const { onPage } = the;
const head = (page, name) => headers(page).getByRole('button', { name: new RegExp(`^${name}(,|$)`) });
const firstRow = (page) => grid(page).locator('[role=row][aria-rowindex="2"]');
const headersAre = (page, names) =>
  until(`the columns are ${names}`, async () => {
    const seen = await headers(page).allTextContents();
    return seen.length === names.length && seen.every((text, index) => text === names[index]);
  });

test('a head sorts on the server, the other way round, and back to newest first; the address keeps it', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await head(page, 'ServiceName').click();
    await firstRow(page).getByText('checkout', { exact: true }).waitFor();
    await page.reload();
    await firstRow(page).getByText('checkout', { exact: true }).waitFor();
    await headers(page).and(page.locator('[aria-sort=ascending]')).getByText('ServiceName').waitFor();
    await head(page, 'ServiceName').click();
    await firstRow(page).getByText('payment', { exact: true }).waitFor();
    await head(page, 'ServiceName').click();
    await headers(page).and(page.locator('[aria-sort=descending]')).getByText('Timestamp').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('sort'), null);
    await head(page, 'Timestamp').click();
    await firstRow(page).getByText('frontend handled order 0', { exact: true }).waitFor();
  }));

test('columns are moved by mouse and key, taken out, and stay in the address', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await headersAre(page, ['Timestamp', 'ServiceName', 'SeverityText', 'Body']);
    await head(page, 'SeverityText').focus();
    await page.keyboard.press('Alt+ArrowLeft');
    await headersAre(page, ['Timestamp', 'SeverityText', 'ServiceName', 'Body']);
    const [from, to] = [
      await head(page, 'Timestamp').boundingBox(),
      await head(page, 'ServiceName').boundingBox(),
    ];
    await page.mouse.move(from.x + 10, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 20, to.y + 10, { steps: 6 });
    await page.mouse.up();
    await headersAre(page, ['SeverityText', 'ServiceName', 'Timestamp', 'Body']);
    await headers(page).getByText('SeverityText').hover();
    await page.getByRole('button', { name: 'Remove the column SeverityText' }).click();
    await page.reload();
    await headersAre(page, ['ServiceName', 'Timestamp', 'Body']);
    await firstRow(page).getByText('handled order').waitFor();
  }));

test('a width is kept for its source', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const width = async () => (await headers(page).nth(1).boundingBox()).width;
    const before = await width();
    await head(page, 'ServiceName').focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
    await until('it is wider', async () => (await width()) === before + 48);
    await page.reload();
    await totalIs(page, the.shop.records);
    await until('it is still wider', async () => (await width()) === before + 48);
  }));

test('a row opens in place by mouse and by key', () =>
  onPage('/', async (page) => {
    await search(page, '"Failed to place order"');
    await totalIs(page, 5);
    await rows(page).nth(1).hover();
    await rows(page).nth(1).getByRole('button', { name: 'Expand the row' }).click();
    const place = page.getByRole('region', { name: 'Row in place' });
    await place.getByText(refusal).waitFor();
    await place.getByRole('radio', { name: 'Column Values' }).click();
    await place.getByRole('treeitem', { name: 'ResourceAttributes' }).waitFor();
    await rows(page).nth(1).getByRole('button', { name: 'Fold the row' }).click();
    await place.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await place.getByText(refusal).waitFor();
  }));

test('find marks what the loaded rows hold and steps through it', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.keyboard.press('ControlOrMeta+f');
    const find = page.getByRole('search', { name: 'Find in the table' });
    await find.getByText('Looks at the 200 loaded rows').waitFor();
    await page.keyboard.type('FAILED TO');
    await find.getByText('5 in the 200 loaded rows').waitFor();
    await page.keyboard.press('Enter');
    await find.getByText('1 of 5 in the 200 loaded rows').waitFor();
    await grid(page).locator('mark').getByText('Failed to', { exact: true }).first().waitFor();
    await page.keyboard.press('Shift+Enter');
    await find.getByText(/^5 of 5 in the [\d,]+ loaded rows/).waitFor();
    await page.keyboard.press('Escape');
    await find.waitFor({ state: 'detached' });
    assert.equal(await grid(page).locator('mark').count(), 0);
  }));

for (const [label, extension] of [
  ['CSV', 'csv'],
  ['JSON lines', 'jsonl'],
])
  test(`the whole result is a file of ${label}`, () =>
    onPage('/', async (page) => {
      await search(page, 'ServiceName:payment');
      await totalIs(page, 750);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByText('750 rows, the columns shown').waitFor();
      const started = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: label }).click();
      const download = await started;
      assert.match(download.suggestedFilename(), new RegExp(`\\.${extension}$`));
      const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
      assert.equal(lines.length, extension === 'csv' ? 751 : 750);
      assert.ok(
        lines.every((line, index) => (extension === 'csv' && index === 0) || line.includes('payment')),
      );
    }));

test('a row is copied as JSON with all its columns', () =>
  onPage('/', async (page) => {
    await search(page, '"payment handled order 2"');
    await totalIs(page, 1);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await rows(page).first().locator('[data-main]').hover();
    await page.getByRole('button', { name: 'Copy the row as JSON' }).click();
    const copied = await until('it is copied', async () =>
      JSON.parse(await page.evaluate(() => navigator.clipboard.readText())),
    );
    assert.equal(copied.Body, 'payment handled order 2');
    assert.equal(copied.LogAttributes['order.id'], 'order-2');
  }));
