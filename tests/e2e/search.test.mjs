// The search page in a real browser against a real server.
import assert from 'node:assert/strict';
import test from 'node:test';
import { onSearchPage, search, totalIs } from '../lib/search-page.mjs';
import { Sextant, captures, until } from '../lib/sextant.mjs';
import { refusal } from '../lib/shop.mjs';
import { stage } from '../lib/stage.mjs';

const the = stage();
const { onPage } = the;

test('the first screen shows the newest rows, the histogram and its exact total', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.getByText('Failed to place order').first().waitFor();
    assert.match(await page.title(), /Sextant/);
  }));

test('a word finds its rows, and the address keeps the search through reload and Back', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, '"Failed to place order"');
    await totalIs(page, 5);
    await page.reload();
    await totalIs(page, 5);
    await page.goBack();
    await totalIs(page, the.shop.records);
  }));

test('field:value narrows to one service', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, 'ServiceName:payment');
    await totalIs(page, 150);
  }));

test('a row opens with its overview and all its columns, and its link opens it again', () =>
  onPage('/', async (page) => {
    await page.getByText('Failed to place order').first().click();
    await page.getByRole('tab', { name: /Overview/ }).waitFor();
    await page.getByText(refusal).first().waitFor();
    await page.getByRole('tab', { name: /Column Values/ }).click();
    await page.getByText('ResourceAttributes').first().waitFor();
    await page.reload();
    await page.getByRole('tab', { name: /Column Values/, selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: /Overview/ }).waitFor({ state: 'detached' });
  }));

test('a mistake in the search is named at its place', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, 'ServiceName:payment "Visa cache');
    await page
      .getByText(/never closed/)
      .first()
      .waitFor();
  }));

test('a filter is a click on its value', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.getByRole('checkbox', { name: /error/ }).first().click();
    await totalIs(page, 5);
    assert.match(page.url(), /filters|error/);
  }));

test('nothing matches is said, not shown as an empty table', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, 'nowhere-to-be-found');
    await page.getByText(/No events match/).waitFor();
  }));

test('real exports: the failed order is found', async (context) => {
  const requests = await captures();
  if (requests === undefined) return context.skip('the captures are not beside the project');
  const own = await Sextant.start();
  try {
    for (const { signal, body } of requests) await own.post(signal, body);
    await until('they are stored', async () => (await own.count('default.otel_logs')) === 6);
    await onSearchPage(the.browser, own.url, async (page) => {
      await totalIs(page, 6);
      await search(page, '"Failed to place order"');
      await page.getByText('Failed to place order').nth(1).waitFor();
    });
  } finally {
    await own.stop();
  }
});
