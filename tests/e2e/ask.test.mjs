// How a question is put: times in words, the period before, refreshing, the language's sheet and history, filters
// that are pinned, shared, slid and searched within.
import assert from 'node:assert/strict';
import test from 'node:test';
import { facet, pills, queryBox, rows, search, totalIs } from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { logLine } from '../lib/shop.mjs';
import { stage } from '../lib/stage.mjs';

const source = 'default.otel_logs';
const the = stage();
const { onPage } = the;
const timeText = (page) => page.getByRole('textbox', { name: 'Type a time range' });
const menuItem = (page, name) => page.getByRole('menuitem', { name });
const values = async (page, field) => (await facet(page, field).getByRole('checkbox').all()).length;

test('a time in words says what was understood, or why not, before it is taken', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.keyboard.press('d');
    await timeText(page).fill('yesterday 3pm to 5pm');
    await page.getByText(/15:00 – 17:00 UTC, 2 h/).waitFor();
    await timeText(page).fill('soon');
    await page.getByText(/“soon” is no time/).waitFor();
    await page.keyboard.press('Enter');
    assert.doesNotMatch(page.url(), /from=/);
    await timeText(page).fill('2 hours');
    await page.keyboard.press('Enter');
    await until('the range is in the address', async () => /range=2h/.test(page.url()));
    await totalIs(page, the.shop.records);
  }));

test('around a time, on both sides of it', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.keyboard.press('d');
    await page.getByRole('radio', { name: 'Around a time' }).click();
    await page.getByRole('textbox', { name: 'Time', exact: true }).fill('1795316400');
    await page.getByRole('button', { name: '± 5 min' }).click();
    await until('the instants are in the address', async () =>
      /from=2026-11-22T02:55:00Z.*to=2026-11-22T03:05:00Z/.test(decodeURIComponent(page.url())),
    );
  }));

test('the period before is counted beside, and the address keeps it', () =>
  onPage('/search?range=5m', async (page) => {
    const compare = page.getByRole('button', { name: /^Period before/ });
    await compare.click();
    await page.getByRole('button', { name: /^Period before [\d,]+/ }).waitFor();
    assert.match(page.url(), /compare=1/);
    const told = Number((await compare.locator('b').textContent()).replaceAll(',', ''));
    assert.ok(told > 200 && told < 400, `about five minutes of the shop were before: ${told}`);
    await page.getByRole('columnheader', { name: 'Period before' }).waitFor({ state: 'attached' });
    await page.reload();
    await page.getByRole('button', { name: /^Period before [\d,]+/ }).waitFor();
  }));

test('a page that refreshes by itself shows what came since', () =>
  onPage('/search?range=1h&refresh=1s', async (page) => {
    await totalIs(page, the.shop.records);
    assert.equal((await the.server.post('logs', logLine('refresh: one more'))).status, 200);
    await rows(page).getByText('refresh: one more').first().waitFor();
    the.shop.records += 1;
    await totalIs(page, the.shop.records);
  }));

test('the sheet of the language gives its examples to the box', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.keyboard.press('ControlOrMeta+/');
    await page.getByRole('dialog', { name: 'How to search' }).waitFor();
    await page.getByRole('button', { name: 'ServiceName:payment', exact: true }).click();
    assert.match(await queryBox(page).textContent(), /ServiceName:payment/);
    await page.keyboard.press('ControlOrMeta+Enter');
    await totalIs(page, 150);
  }));

test('↑ brings back earlier searches, ↓ what was being typed, also after a reload', () =>
  onPage('/', async (page) => {
    await search(page, 'handled');
    await search(page, 'refused');
    await page.reload();
    await queryBox(page).click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Backspace');
    const says = (text) =>
      until(`the box says ${text}`, async () => (await queryBox(page).textContent()) === text);
    await page.keyboard.press('ArrowUp');
    await says('refused');
    await page.keyboard.press('ArrowUp');
    await says('handled');
    await page.keyboard.press('ArrowDown');
    await says('refused');
  }));

test('shares are of all rows, and searching within narrows one field', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const services = facet(page, 'ServiceName');
    await services.getByRole('button', { name: 'More of ServiceName' }).click();
    await menuItem(page, 'Show the distribution').click();
    const expected = `${((100 * 150) / the.shop.records).toFixed(1)} %`;
    await services.getByRole('listitem').filter({ hasText: 'payment' }).getByText(expected).waitFor();
    await services.getByRole('button', { name: 'More of ServiceName' }).click();
    await menuItem(page, 'Search within').click();
    await page.getByRole('textbox', { name: 'Search within ServiceName' }).fill('curr');
    await until('one service is left', async () => (await values(page, 'ServiceName')) === 1);
    await services.getByRole('checkbox', { name: 'currency' }).waitFor();
  }));

test('what the team pins is on top for everybody, and stays after a reload', () =>
  onPage('/', async (page) => {
    const first = (other) => facet(other, 'ServiceName').getByRole('listitem').first();
    const payment = facet(page, 'ServiceName').getByRole('listitem').filter({ hasText: 'payment' });
    await payment.hover();
    await payment.getByRole('button', { name: 'Pin payment for the team' }).click();
    await until('payment is first', async () => /payment/.test(await first(page).textContent()));
    await until('the server keeps it', async () => {
      const pins = await (await fetch(`${the.server.url}/api/v1/sources/${source}/pins`)).json();
      return pins.values.length === 1;
    });
    await onPage('/', async (other) => {
      await until('payment is first there', async () => /payment/.test(await first(other).textContent()));
    });
  }));

test('a slider over numbers in a map narrows to a range', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await page.getByRole('button', { name: 'Choose fields' }).click();
    await page.getByRole('textbox', { name: 'Find a field' }).last().fill('LogAttributes.items');
    await page.getByRole('checkbox', { name: 'LogAttributes.items' }).click();
    await page.keyboard.press('Escape');
    const items = facet(page, 'LogAttributes.items');
    await items.getByRole('button', { name: 'More of LogAttributes.items' }).click();
    await menuItem(page, 'As a range of numbers').click();
    await items.getByRole('textbox', { name: 'LogAttributes.items from' }).fill('5');
    await page.keyboard.press('Enter');
    await pills(page).getByText('≥ 5').waitFor();
    const expected = await the.server.count(source, { text: 'LogAttributes.items:>=5' });
    assert.ok(expected > 100);
    await totalIs(page, expected);
    await items.getByRole('slider', { name: 'Least LogAttributes.items' }).focus();
    await page.keyboard.press('Home');
    await until('the range is open again', async () => (await pills(page).count()) === 0);
  }));

test('services have the colours that the server gave them', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const { slots } = await until('the services have colours', async () => {
      const table = await (await fetch(`${the.server.url}/api/v1/service-slots`)).json();
      return table.slots.payment !== undefined && table;
    });
    const swatch = facet(page, 'ServiceName')
      .getByRole('listitem')
      .filter({ hasText: 'payment' })
      .locator('i');
    await until('the swatch has it', async () =>
      (await swatch.getAttribute('style')).includes(`var(--s${slots.payment})`),
    );
  }));

test('an answer that its time limit cut says so and can be let take longer', () =>
  onPage('/search?range=1h&time_limit=0.001s&where=handled', async (page) => {
    await page.getByText(/in the part read|Not counted/).waitFor();
    await page
      .getByRole('button', { name: /^Let it take up to 1 s/ })
      .first()
      .click();
    await until('the address has the new limit', async () => /time_limit=1s/.test(page.url()));
    await totalIs(page, await the.server.count(source, { text: 'handled' }));
  }));
