// A search that takes long: it says how far it is, Cancel ends it in the engine too, and an engine that dies
// under it is never mistaken for an empty answer.
import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseLanguage, rows, search, totalIs } from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { stage } from '../lib/stage.mjs';

const days = 20; // each is a part of its own, so the engine can pause often between blocks
const month = '/search?range=30d';
const the = stage({ logs: { minutes: days * 24 * 60 }, hours: (days + 1) * 24 });
const { onPage } = the;
const pausing = (seconds) => `sleepEachRow(${seconds}) = 0`;

async function pausingStatements() {
  const answer = await the.server.askEngine(
    "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%system.processes%'",
  );
  return Number(answer.trim());
}

async function startLongSearch(page, seconds) {
  await totalIs(page, the.shop.records);
  await chooseLanguage(page, 'SQL');
  await search(page, pausing(seconds));
  await until('the engine works on it', async () => (await pausingStatements()) > 0);
}

for (const how of ['Cancel', 'Escape'])
  test(`${how} ends a running search on the page and in the engine`, () =>
    onPage(month, async (page) => {
      await startLongSearch(page, 0.09);
      await page.keyboard.press('Escape'); // leaves the query box
      if (how === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Cancel' }).click();
      await page
        .getByText(/^You stopped it/)
        .first()
        .waitFor();
      await until('the engine has dropped it', async () => (await pausingStatements()) === 0, 10_000);
      await search(page, "ServiceName = 'payment'");
      await totalIs(page, 150);
    }));

test('going to another search ends the one before in the engine', () =>
  onPage(month, async (page) => {
    await startLongSearch(page, 0.09);
    await search(page, "ServiceName = 'payment'");
    await totalIs(page, 150);
    await until('the engine has dropped the first', async () => (await pausingStatements()) === 0, 10_000);
  }));

test('closing the page ends its search in the engine', async () => {
  await onPage(month, (page) => startLongSearch(page, 0.09));
  await until('the engine has dropped it', async () => (await pausingStatements()) === 0, 10_000);
});

test('the engine killed under a search: the page says so, loses nothing, and finishes by itself', () =>
  onPage(month, async (page) => {
    await totalIs(page, the.shop.records);
    await page.evaluate(() => {
      window.wrong = [];
      window.said = [];
      new MutationObserver(() => {
        const text = document.body.innerText;
        for (const lie of ['No events match', 'No telemetry yet', 'The search failed'])
          if (text.includes(lie)) window.wrong.push(lie);
        for (const truth of [
          'Engine restarting',
          'The engine is restarting',
          'This search runs again by itself',
        ])
          if (text.includes(truth)) window.said.push(truth);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await startLongSearch(page, 0.01);
    process.kill(await the.server.enginePid(), 'SIGKILL');
    await until('the page says it', () => page.evaluate(() => window.said.length > 0));
    await totalIs(page, the.shop.records);
    await rows(page).getByText('Failed to place order').first().waitFor();
    await page.getByText('Engine ready').waitFor();
    assert.deepEqual(await page.evaluate(() => window.wrong), []);
  }));
