// Live Tail: what an application sends is on the screen a moment after, and holds still while somebody reads.
import assert from 'node:assert/strict';
import test from 'node:test';
import { grid, rowPanel, rows, search, totalIs } from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { logLine } from '../lib/shop.mjs';
import { stage } from '../lib/stage.mjs';

const the = stage();
const onPage = (body) => the.onPage('', body);
const send = async (text, options) =>
  assert.equal((await the.server.post('logs', logLine(text, options))).status, 200);
const line = (page, text) => rows(page).getByText(text, { exact: true });
const resume = (page) => page.getByRole('button', { name: /^Resume Live Tail/ });

async function startTail(page) {
  await page.getByRole('button', { name: 'Live Tail', exact: true }).click();
  await page.getByRole('button', { name: 'Live Tail, on' }).waitFor();
}

test('a line that was just sent stands on top, and the total follows', () =>
  onPage(async (page) => {
    await totalIs(page, the.shop.records);
    await startTail(page);
    await send('tail: the kettle boils');
    await line(page, 'tail: the kettle boils').waitFor();
    assert.match(await rows(page).first().textContent(), /the kettle boils/);
    await totalIs(page, await the.server.count('default.otel_logs'));
    assert.match(page.url(), /live=1/);
  }));

test('only lines that match the search arrive', () =>
  onPage(async (page) => {
    await search(page, 'ServiceName:kitchen');
    await startTail(page);
    await send('tail: elsewhere', { service: 'cellar' });
    await send('tail: in the kitchen', { service: 'kitchen' });
    await line(page, 'tail: in the kitchen').waitFor();
    assert.equal(await line(page, 'tail: elsewhere').count(), 0);
  }));

test('scrolling pauses it, what is newer is counted, and g resumes with it on top', () =>
  onPage(async (page) => {
    await totalIs(page, await the.server.count('default.otel_logs'));
    await startTail(page);
    await send('tail: before the pause');
    await line(page, 'tail: before the pause').waitFor();
    await grid(page).hover();
    await page.mouse.wheel(0, 400);
    await resume(page)
      .getByText(/because you scrolled/)
      .waitFor();
    await send('tail: while paused');
    await resume(page)
      .getByText(/^1 newer row/)
      .waitFor();
    assert.equal(await line(page, 'tail: while paused').count(), 0);
    await page.keyboard.press('g');
    await line(page, 'tail: while paused').waitFor();
    await resume(page).waitFor({ state: 'detached' });
    assert.match(await rows(page).first().textContent(), /while paused/);
  }));

test('an open row pauses it, and the button resumes', () =>
  onPage(async (page) => {
    await startTail(page);
    await send('tail: open me');
    await line(page, 'tail: open me').click();
    await rowPanel(page).waitFor();
    await resume(page)
      .getByText(/because a row is open/)
      .waitFor();
    await send('tail: behind the panel');
    await resume(page).click();
    await line(page, 'tail: behind the panel').waitFor();
    await rowPanel(page).waitFor({ state: 'detached' });
  }));

test('p pauses and resumes, and leaving Live Tail keeps the search', () =>
  onPage(async (page) => {
    await startTail(page);
    await page.keyboard.press('p');
    await resume(page)
      .getByText(/because you paused it/)
      .waitFor();
    await page.keyboard.press('p');
    await resume(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Live Tail, on' }).click();
    await page.getByRole('button', { name: 'Live Tail', exact: true }).waitFor();
    assert.doesNotMatch(page.url(), /live=1/);
    await totalIs(page, await the.server.count('default.otel_logs'));
  }));

test('Live Tail goes on after the engine was killed, without losing a line', () =>
  onPage(async (page) => {
    await startTail(page);
    await send('tail: before the kill');
    await line(page, 'tail: before the kill').waitFor();
    process.kill(await the.server.enginePid(), 'SIGKILL');
    await send('tail: while the engine is away');
    await line(page, 'tail: while the engine is away').waitFor({ timeout: 30_000 });
    await send('tail: after the kill');
    await line(page, 'tail: after the kill').waitFor({ timeout: 30_000 });
  }));

const showTab = (page, hidden) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test('a hidden tab does not listen, and misses nothing when it is seen again', () =>
  onPage(async (page) => {
    await startTail(page);
    await send('tail: before it was hidden');
    await line(page, 'tail: before it was hidden').waitFor();
    const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/tail'));
    await showTab(page, true);
    await ended;
    await send('tail: while it was hidden');
    await until(
      'it is stored',
      async () => (await the.server.count('default.otel_logs', { text: '"while it was hidden"' })) === 1,
    );
    assert.equal(await line(page, 'tail: while it was hidden').count(), 0);
    await showTab(page, false);
    await line(page, 'tail: while it was hidden').waitFor();
    await send('tail: seen again');
    await line(page, 'tail: seen again').waitFor();
  }));

test('a flood while paused is counted to the row, and keeps the list and its memory bounded', () =>
  onPage(async (page) => {
    await search(page, 'flood');
    await startTail(page);
    await send('flood: first');
    await line(page, 'flood: first').waitFor();
    await page.keyboard.press('p');
    await resume(page).waitFor();
    const record = (i) => ({
      timeUnixNano: String(BigInt(Date.now()) * 1_000_000n + BigInt(i)),
      severityText: 'INFO',
      body: { stringValue: `flood: ${i}` },
    });
    for (let burst = 0; burst < 5; burst++) {
      const logRecords = Array.from({ length: 2000 }, (_, i) => record(burst * 2000 + i));
      const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
      assert.equal((await the.server.post('logs', body)).status, 200);
    }
    await resume(page)
      .getByText(/^10,000 newer rows/)
      .waitFor();
    await page.keyboard.press('g');
    await resume(page).waitFor({ state: 'detached' });
    await until('the list is bounded', async () => {
      const count = Number(await grid(page).getAttribute('aria-rowcount'));
      return count > 500 && count <= 1300;
    });
  }));
