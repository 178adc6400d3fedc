// The search page as a person sees it: its parts by their roles and labels.
import assert from 'node:assert/strict';
import { openPage } from './browser.mjs';
import { until } from './sextant.mjs';

// Opens the page, runs `body` with it, and fails when a script of the page threw.
export async function onSearchPage(browser, url, body, options) {
  const page = await openPage(browser, url, options);
  try {
    await body(page);
    assert.deepEqual(page.scriptErrors, []);
  } finally {
    await page.context().close();
  }
}

export const grid = (page) => page.getByRole('grid', { name: 'Results' });
export const rows = (page) => grid(page).locator('[role=row][aria-selected]');
export const currentRow = (page) => grid(page).locator('[role=row][aria-selected=true]');
export const headers = (page) => grid(page).getByRole('columnheader');
export const rowPanel = (page) => page.getByRole('complementary', { name: 'Row' });
export const pills = (page) => page.getByRole('list', { name: 'Chosen filters' }).getByRole('listitem');
export const facet = (page, field) =>
  page.getByRole('region', { name: 'Filters' }).getByRole('region', { name: field });
// For a moment while the editor takes the plain field's place there are two.
export const queryBox = (page) => page.getByRole('textbox', { name: 'Search', exact: true }).last();

const totalText = (page) => page.getByRole('heading', { level: 2 }).getByText(/^[\d,]+ (event|span)s?$/);

// The total over the chart, once it is final.
export async function total(page) {
  return Number((await totalText(page).textContent()).replaceAll(/\D/g, ''));
}

// The total is final, and no more rows are listed than it says: those of an earlier search are gone.
export const totalIs = (page, expected) =>
  until(
    `the total is ${expected}`,
    async () => (await total(page)) === expected && (await rows(page).count()) <= expected,
    20_000,
  );

export async function search(page, query) {
  await queryBox(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(query);
  await page.keyboard.press('ControlOrMeta+Enter');
}

export async function chooseLanguage(page, name) {
  await page.getByRole('button', { name: /^Query language/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${name}`) }).click();
}

// What the rows in sight say, without their positions.
export const rowTexts = (page) => rows(page).allTextContents();

// Drags over the chart, from one share of its width to another.
export async function brush(page, from, to) {
  const box = await plot(page).boundingBox();
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 8 });
  await page.mouse.up();
}

export const plot = (page) => page.getByRole('figure', { name: /^Events over time/ }).locator('.u-over');

export const sidewaysOverflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
