// Every width, both themes, the empty server, and rows that are larger than anybody expects.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser } from '../lib/browser.mjs';
import { onSearchPage, rowPanel, rows, search, sidewaysOverflow, totalIs } from '../lib/search-page.mjs';
import { Sextant, until } from '../lib/sextant.mjs';
import { logLine, refusal, shopLogs } from '../lib/shop.mjs';

const source = 'default.otel_logs';
const longText = `begin ${'the line goes on and on '.repeat(65_000)}end`;
const unicode = 'Ünïcödé: 日本語, العربية, 👩‍🚀 e\u0301 \u200b <b>&amp;</b> "quoted" \\n';
const many = (prefix) => Array.from({ length: 1000 }, (_, i) => [`${prefix}.key.${i}`, `value ${i}`]);
let server;
let browser;
let records;

before(async () => {
  server = await Sextant.start();
  browser = await openBrowser();
  const shop = shopLogs();
  const bodies = [
    shop.body,
    logLine(longText, { service: 'long' }),
    logLine(unicode, { service: 'unicode', attributes: [['ключ', 'значение 👩‍🚀']] }),
    logLine('a row with many attributes', {
      service: 'many',
      attributes: many('log'),
      resource: many('resource'),
    }),
  ];
  for (const body of bodies) {
    const answer = await server.post('logs', body);
    assert.equal(await answer.text(), '{}');
  }
  records = shop.records + 3;
  await until('all rows are stored', async () => (await server.count(source)) === records);
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

const onPage = (path, body, options) => onSearchPage(browser, `${server.url}${path}`, body, options);
const isInSight = async (page, locator) => {
  const box = await locator.boundingBox();
  const { width, height } = page.viewportSize();
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
};

for (const [width, height] of [
  [1440, 900],
  [1280, 800],
  [1024, 768],
  [700, 900],
  [400, 800],
  [360, 640],
])
  test(`at ${width} px nothing scrolls sideways, and a row opens and closes`, () =>
    onPage(
      '/',
      async (page) => {
        const fits = async (what) => assert.equal(await sidewaysOverflow(page), 0, what);
        await totalIs(page, records);
        await fits('the list');
        await search(page, 'ServiceName:frontend -Failed "handled order" OR "Failed to place order"');
        await rows(page).first().waitFor();
        await fits('a long search');
        await page.getByRole('button', { name: /^Time range/ }).click();
        await page.getByRole('button', { name: 'Last 1 day' }).waitFor();
        await fits('the time picker');
        assert.ok(await isInSight(page, page.getByRole('button', { name: 'Last 1 day' })));
        await page.keyboard.press('Escape');
        await rows(page).filter({ hasText: 'Failed to place order' }).first().click(); // in its middle
        await rowPanel(page).getByText(refusal).waitFor();
        await fits('the row panel');
        assert.ok(await isInSight(page, rowPanel(page).getByRole('button', { name: 'Copy row' })));
        const close = rowPanel(page).getByRole('button', { name: 'Close the row' });
        assert.ok(await isInSight(page, close), 'the row can be closed');
        await close.click();
        await rowPanel(page).waitFor({ state: 'detached' });
        if (width < 1024) {
          await page.getByRole('button', { name: /^Filters/ }).click();
          await page.getByRole('checkbox', { name: 'frontend', exact: true }).waitFor();
          await fits('the filters');
        }
      },
      { width, height },
    ));

test('dark and light follow the system, and a choice in the preferences wins', () =>
  Promise.all(
    [
      ['dark', 'rgb(11, 15, 17)', 'Light', 'rgb(255, 255, 255)'],
      ['light', 'rgb(255, 255, 255)', 'Dark', 'rgb(11, 15, 17)'],
    ].map(([colorScheme, canvas, choice, other]) =>
      onPage(
        '/',
        async (page) => {
          const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          await totalIs(page, records);
          assert.equal(await background(), canvas);
          await page.getByRole('button', { name: 'Preferences' }).click();
          await page.getByText(choice, { exact: true }).click();
          await until('the theme changes', async () => (await background()) === other);
          await page.reload();
          await until('the choice is remembered', async () => (await background()) === other);
        },
        { colorScheme },
      ),
    ),
  ));

test('a line of 1.5 MB is listed, opened and left again, within bounds', () =>
  onPage('/', async (page) => {
    await search(page, 'ServiceName:long');
    await totalIs(page, 1);
    assert.ok((await rows(page).first().textContent()).length < 2000, 'the list holds the beginning only');
    await rows(page).first().click();
    await rowPanel(page).getByText('begin the line goes on').first().waitFor();
    const length = await page.evaluate(() => document.body.textContent.length);
    assert.ok(length < 200_000, `the page holds ${length} characters of it`);
    await page.getByRole('tab', { name: /Column Values/ }).click();
    await rowPanel(page).getByText('ResourceAttributes').waitFor();
    await rowPanel(page)
      .getByRole('button', { name: /^Show 50,000 more of 1,5/ })
      .click();
    await until('more of it is shown', async () => {
      const shown = await page.evaluate(() => document.body.textContent.length);
      return shown > length + 49_000 && shown < 300_000;
    });
    await page.keyboard.press('Escape');
    await rowPanel(page).waitFor({ state: 'detached' });
  }));

test('a row with 2,000 attributes is listed, opened, and its keys are found', () =>
  onPage('/', async (page) => {
    await search(page, 'ServiceName:many');
    await totalIs(page, 1);
    await rows(page).first().click();
    await rowPanel(page).getByText('log.key.0', { exact: true }).waitFor();
    await rowPanel(page).getByRole('button', { name: 'Show 200 more of 1,000' }).first().click();
    await rowPanel(page).getByText('log.key.299', { exact: true }).waitFor();
    assert.equal(await rowPanel(page).getByText('log.key.300', { exact: true }).count(), 0);
    await rowPanel(page).getByRole('textbox', { name: 'Find a key or value' }).fill('resource.key.999');
    await rowPanel(page).getByText('value 999').first().waitFor();
    const elements = await page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(elements < 12_000, `${elements} elements`);
  }));

test('every script of the world is shown as it was sent', () =>
  onPage('/', async (page) => {
    await search(page, 'ServiceName:unicode');
    await totalIs(page, 1);
    await until('its row is shown', async () => (await rows(page).first().textContent()).includes(unicode));
    await rows(page).first().click();
    await rowPanel(page).getByRole('heading', { level: 2 }).getByText(unicode.trim()).waitFor();
    await rowPanel(page).getByText('значение 👩‍🚀').first().waitFor();
    await page.keyboard.press('Escape');
    await search(page, '日本語');
    await totalIs(page, 1);
  }));

test('a fresh server says where to send telemetry, and shows the first line by itself', async () => {
  const fresh = await Sextant.start();
  try {
    await onSearchPage(browser, fresh.url, async (page) => {
      await page.getByRole('heading', { name: 'No telemetry yet' }).waitFor();
      await page.getByText(fresh.ready.otlp_http).first().waitFor();
      await page.getByText(fresh.ready.otlp_grpc).first().waitFor();
      assert.equal((await fresh.post('logs', logLine('the very first line'))).status, 200);
      await rows(page).getByText('the very first line').waitFor();
    });
  } finally {
    await fresh.stop();
  }
});
