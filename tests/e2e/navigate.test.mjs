// Getting around: the brush, the address, Back, sharing, the keyboard alone.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import test from 'node:test';
import {
  brush,
  currentRow,
  onSearchPage,
  pills,
  plot,
  queryBox,
  rowPanel,
  rows,
  rowTexts,
  search,
  total,
  totalIs,
} from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { refusal } from '../lib/shop.mjs';
import { stage } from '../lib/stage.mjs';

const the = stage();
const { onPage } = the;
const params = (page) => new URL(page.url()).searchParams;
const nanos = (instant) => {
  const [, seconds, digits = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(instant);
  return String(BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(digits.padEnd(9, '0')));
};

test('a drag over the chart narrows the range, and a double click goes back', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await brush(page, 0.5, 0.75);
    await page.waitForURL(/from=.*to=/);
    const asked = {
      source: 'default.otel_logs',
      from_ns: nanos(params(page).get('from')),
      to_ns: nanos(params(page).get('to')),
    };
    const inside = Number((await the.server.events('search/histogram', asked)).at(-1).total);
    assert.ok(
      inside > 0 && inside < the.shop.records,
      `${inside} of ${the.shop.records} are in the brushed range`,
    );
    await totalIs(page, inside);
    await plot(page).dblclick();
    await totalIs(page, the.shop.records);
    assert.equal(params(page).get('from'), null);
  }));

test('Back takes the brush, the search and the open row away one by one, and forward brings them again', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, 'Failed');
    await totalIs(page, 5);
    await rows(page).first().click();
    await rowPanel(page).getByText(refusal).waitFor();
    await brush(page, 0.05, 0.95);
    await page.waitForURL(/from=/);
    await page.goBack();
    await rowPanel(page).getByText(refusal).waitFor();
    await page.goBack();
    await rowPanel(page).waitFor({ state: 'detached' });
    await totalIs(page, 5);
    await page.goBack();
    await totalIs(page, the.shop.records);
    assert.equal((await queryBox(page).textContent()).includes('Failed'), false);
    await page.goForward();
    await totalIs(page, 5);
    await page.goForward();
    await rowPanel(page).getByText(refusal).waitFor();
  }));

test('a copied link shows another person the same rows, the same row and the same tab', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await search(page, 'ServiceName:frontend');
    await totalIs(page, 155);
    await rows(page).nth(2).click();
    await page.getByRole('tab', { name: /Column Values/ }).click();
    await rowPanel(page).getByText('ResourceAttributes').waitFor();
    await rowPanel(page).getByRole('button', { name: 'Copy a link to this row' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const [seen, values] = [
      await rowTexts(page),
      await rowPanel(page).getByRole('treeitem').allTextContents(),
    ];
    await onSearchPage(the.browser, link, async (other) => {
      await totalIs(other, 155);
      await other.getByRole('tab', { name: /Column Values/, selected: true }).waitFor();
      await rowPanel(other).getByText('ResourceAttributes').waitFor();
      await until('the same rows are listed', async () => isDeepStrictEqual(await rowTexts(other), seen));
      assert.deepEqual(await rowPanel(other).getByRole('treeitem').allTextContents(), values);
      assert.equal(await currentRow(other).textContent(), await currentRow(page).textContent());
    });
  }));

test('an address that says "last" still means the last minutes when it is opened later', () =>
  onPage('/search?range=1h&where=ServiceName%3Apayment', async (page) => {
    await totalIs(page, 150);
    await page.getByRole('button', { name: /^Time range: Past 1h/ }).waitFor();
    assert.equal(params(page).get('from'), null);
  }));

test('the keyboard alone searches, walks, opens, changes tabs, filters and closes', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const press = (key) => page.keyboard.press(key);
    await press('/');
    await until('the query box has the focus', () =>
      queryBox(page).evaluate((box) => box === document.activeElement),
    );
    await page.keyboard.type('ServiceName:payment');
    await press('Enter');
    await totalIs(page, 150);
    await press('Escape');
    await press('Escape');
    await until(
      'the page has the focus',
      async () => !(await queryBox(page).evaluate((box) => box === document.activeElement)),
    );
    const seen = await rowTexts(page);
    const currentIs = (index) =>
      until(`row ${index} is current`, async () => (await currentRow(page).textContent()) === seen[index]);
    await press('j');
    await currentIs(0);
    await press('j');
    await press('ArrowDown');
    await currentIs(2);
    await press('k');
    await currentIs(1);
    await press('Enter');
    await page.getByRole('tab', { name: /Overview/, selected: true }).waitFor();
    await press('2');
    await page.getByRole('tab', { name: /Column Values/, selected: true }).waitFor();
    const row = params(page).get('row');
    await press('j');
    await until('the panel shows the next row', async () => params(page).get('row') !== row);
    await press('1');
    await page.getByRole('tab', { name: /Overview/, selected: true }).waitFor();
    await press('Escape');
    await rowPanel(page).waitFor({ state: 'detached' });
    await press('ArrowLeft');
    await press('ArrowLeft');
    await press('f');
    await pills(page).getByText('payment', { exact: true }).waitFor();
    await press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await press('d');
    await page.getByRole('textbox', { name: 'Type a time range' }).waitFor();
    await page.keyboard.type('1h');
    await press('Enter');
    await page.waitForURL(/range=1h/);
    assert.equal(await total(page), 150);
  }));
