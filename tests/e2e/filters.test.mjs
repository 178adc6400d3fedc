// Narrowing down: values beside the rows, pills, columns, SQL, mistakes and their fixes; and that every view
// of one search shows one number.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  chooseLanguage,
  facet,
  grid,
  headers,
  pills,
  queryBox,
  rowPanel,
  rows,
  search,
  total,
  totalIs,
} from '../lib/search-page.mjs';
import { rangeAround, until } from '../lib/sextant.mjs';
import { stage } from '../lib/stage.mjs';

const source = 'default.otel_logs';
const the = stage();
const { onPage } = the;
const pillsAre = (page, expected) =>
  until(`the pills are ${expected.join(', ') || 'gone'}`, async () => {
    const seen = await pills(page).evaluateAll((all) => all.map((pill) => pill.getAttribute('aria-label')));
    return JSON.stringify(seen) === JSON.stringify(expected);
  });
const headersAre = (page, expected) =>
  until(`the columns are ${expected.join(', ')}`, async () => {
    const seen = (await headers(page).allTextContents()).map((text) => text.trim());
    return JSON.stringify(seen) === JSON.stringify(expected);
  });

test('Only, Exclude, a turned pill and a removed one count what they say', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const services = facet(page, 'ServiceName');
    await services.getByRole('listitem').filter({ hasText: 'payment' }).hover();
    await services.getByRole('button', { name: 'Only payment' }).click();
    await totalIs(page, 150);
    await pillsAre(page, ['ServiceName is payment']);
    await services.getByRole('checkbox', { name: 'currency', exact: true }).click();
    await totalIs(page, 300);
    await pillsAre(page, ['ServiceName is payment or currency']);
    await page.getByTitle('Turn into the opposite: ServiceName is payment or currency').click();
    await totalIs(page, the.shop.records - 300);
    await pillsAre(page, ['ServiceName is not payment', 'ServiceName is not currency']);
    await services.getByText('excluded').first().waitFor();
    await page.getByRole('button', { name: 'Remove the filter ServiceName is not payment' }).click();
    await totalIs(page, the.shop.records - 150);
    await page.reload();
    await totalIs(page, the.shop.records - 150);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await totalIs(page, the.shop.records);
    await pillsAre(page, []);
  }));

test('a value in the row panel filters, excludes, and becomes a column', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, '"currency handled order 3"');
    await totalIs(page, 1);
    await rows(page).first().click();
    await rowPanel(page).getByText('order.id').hover();
    await rowPanel(page).getByRole('button', { name: 'Add order.id as a column' }).click();
    await headersAre(page, ['Timestamp', 'ServiceName', 'SeverityText', 'Body', 'LogAttributes.order.id']);
    await rows(page).first().getByText('order-3', { exact: true }).waitFor();
    await rowPanel(page).getByText('items', { exact: true }).hover();
    await rowPanel(page).getByRole('button', { name: 'Filter to items is this' }).click();
    await pillsAre(page, ['LogAttributes.items is 3']);
    await search(page, 'ServiceName:currency');
    const expected = Number(
      (
        await the.server.events('search/histogram', {
          source,
          text: 'ServiceName:currency LogAttributes.items:"3"',
          ...rangeAround(1),
        })
      ).at(-1).total,
    );
    assert.ok(expected > 1);
    await totalIs(page, expected);
  }));

test('columns are ticked, edited as text, kept in the address and reset', () =>
  onPage('/', async (page) => {
    const usual = ['Timestamp', 'ServiceName', 'SeverityText', 'Body'];
    await headersAre(page, usual);
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('textbox', { name: 'Find a field' }).last().fill('order.id');
    await page.getByRole('checkbox', { name: 'LogAttributes.order.id' }).click();
    await headersAre(page, [...usual, 'LogAttributes.order.id']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit the columns' }).click();
    await page
      .getByRole('textbox', { name: 'Columns' })
      .fill('Timestamp, upper(ServiceName) AS Service, Body');
    await page.keyboard.press('Enter');
    await headersAre(page, ['Timestamp', 'Service', 'Body']);
    await rows(page).getByText('PAYMENT').first().waitFor();
    await page.reload();
    await headersAre(page, ['Timestamp', 'Service', 'Body']);
    await page.getByRole('button', { name: 'Reset' }).click();
    await headersAre(page, usual);
  }));

test('SQL finds what the search language finds', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await chooseLanguage(page, 'SQL');
    await search(page, "ServiceName = 'payment' AND lower(SeverityText) = 'warn'");
    await until('the warnings of payment are counted', async () => (await total(page)) < 150);
    const sql = await total(page);
    assert.ok(sql > 0);
    await chooseLanguage(page, 'Lucene');
    await search(page, 'ServiceName:payment SeverityText:warn');
    await totalIs(page, sql);
    await until('as many rows are listed', async () => (await rows(page).count()) === sql);
  }));

test('a mistake is underlined at its place, and Tab accepts its fix', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await search(page, 'ServiceNam:payment');
    await page
      .getByRole('alert')
      .getByText(/no field called ServiceNam/)
      .waitFor();
    assert.equal(await page.locator('.cm-error').textContent(), 'ServiceNam');
    await page.getByText('The rows below are from the last search that ran.').waitFor();
    await queryBox(page).click();
    await page.keyboard.press('Escape');
    await queryBox(page).click();
    await page.keyboard.press('Tab');
    await until(
      'the fix is taken',
      async () => (await queryBox(page).textContent()) === 'ServiceName:payment',
    );
    await page.keyboard.press('Enter');
    await totalIs(page, 150);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  }));

test('SQL that the engine refuses is answered with its reason, not with an empty table', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    await chooseLanguage(page, 'SQL');
    await search(page, 'Nope = 1');
    await page.getByText(/Nope/).nth(1).waitFor();
    await page.getByRole('heading', { name: 'Not counted' }).waitFor();
    assert.equal(await page.getByText('No events match').count(), 0);
  }));

test('nothing matches: the ways out are counted, and taking one shows that many', () =>
  onPage('/', async (page) => {
    await search(page, 'ServiceName:payment nowhere-to-be-found');
    const way = page.getByRole('button', { name: /^Without the words of the search/ });
    await way.getByText(`${the.shop.records} events`).waitFor();
    await way.click();
    await totalIs(page, the.shop.records);
  }));

test('the total, the bars and the pages of rows agree, whatever is asked', async () => {
  const searches = [
    '',
    'Failed',
    'ServiceName:payment',
    '-ServiceName:payment',
    'order*',
    'SeverityText:warn OR error',
  ];
  for (const text of searches) {
    const asked = { source, text, ...rangeAround(1) };
    const histogram = await the.server.events('search/histogram', asked);
    const done = histogram.at(-1);
    assert.equal(done.event, 'done', JSON.stringify(done));
    const inBars = histogram
      .filter((event) => event.event === 'buckets')
      .flatMap((event) => event.buckets.flatMap((bucket) => Object.values(bucket.counts)))
      .reduce((sum, count) => sum + Number(count), 0);
    const seen = new Set();
    const times = [];
    for (let after; ;) {
      const events = await the.server.events('search/rows', {
        ...asked,
        limit: 100,
        ...(after ? { after } : {}),
      });
      for (const row of events.filter((event) => event.event === 'rows').flatMap((event) => event.rows)) {
        seen.add(row.id);
        times.push(BigInt(row.time_ns));
      }
      after = events.at(-1).next;
      if (after === undefined) break;
    }
    assert.equal(inBars, Number(done.total), `bars of "${text}"`);
    assert.equal(seen.size, Number(done.total), `rows of "${text}"`);
    assert.equal(times.length, seen.size, `no row of "${text}" comes twice`);
    assert.ok(
      times.every((time, i) => i === 0 || time <= times[i - 1]),
      `newest first for "${text}"`,
    );
    await onPage(`/search?range=1h&where=${encodeURIComponent(text)}`, (page) =>
      totalIs(page, Number(done.total)),
    );
  }
});

test('scrolling to the end shows every row once, and says so', () =>
  onPage('/', async (page) => {
    await totalIs(page, the.shop.records);
    const seen = new Map();
    await grid(page).hover();
    await until('the last row was in sight', async () => {
      for (const row of await rows(page).evaluateAll((all) =>
        all.map((r) => [r.dataset.index, r.textContent]),
      ))
        seen.set(...row);
      await page.mouse.wheel(0, 600);
      return seen.has(String(the.shop.records - 1));
    });
    await page.getByText(`End of the results: all ${the.shop.records} rows are shown.`).waitFor();
    assert.equal(seen.size, the.shop.records);
    assert.equal(new Set(seen.values()).size, the.shop.records);
  }));
