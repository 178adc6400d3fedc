// Sessions of the demo, replayed from what the server stored, beside the shop itself brought to the same
// state: same visitor, same products, same scroll.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { startShop } from '../../demo/shop/serve.mjs';
import { openBrowser } from '../lib/browser.mjs';
import { differenceOf, openPlayer } from '../lib/replay.mjs';
import { recordingOf, sessionsOf, shippingOf } from '../lib/sessions.mjs';
import { Sextant, root, until } from '../lib/sextant.mjs';

const most = 0.01;
const minuteMs = 60_000;
const longestVisitMs = 4 * minuteMs;
// Before it, visitors buy; after 02:00, when the cache is full, cards are refused.
const hours = 2;
const endMs = lastTime('02:50');
const nanos = (ms) => String(BigInt(ms) * 1_000_000n);
const range = { from_ns: nanos(endMs - hours * 60 * minuteMs), to_ns: nanos(endMs + minuteMs) };

let server;
let browser;
let canvas;
let sessions;

function lastTime(utc) {
  const today = Date.parse(`${new Date().toISOString().slice(0, 10)}T${utc}:00Z`);
  return today <= Date.now() ? today : today - 24 * 60 * minuteMs;
}

// Ten, each of another kind, Braulio's among them.
function choose(all) {
  const whole = all.filter(({ cartMs, opened }) => (cartMs ?? opened.at(-1)?.at) < endMs - longestVisitMs);
  const known = whole.filter(({ email }) => email === 'Braulio.Roberts23@hotmail.com').slice(0, 1);
  const kinds = new Set();
  const kindOf = ({ size, opened, put, refused }) => [size, opened.length, put.length, refused].join(' ');
  const others = whole.filter((session) => {
    const kind = kindOf(session);
    if (kinds.has(kind)) return false;
    kinds.add(kind);
    return true;
  });
  const rest = whole.filter((session) => !others.includes(session));
  return [...new Set([...known, ...others, ...rest])].slice(0, 10);
}

// Where the page was scrolled to.
function scrollAt(events, ms) {
  const last = events.findLast(({ data, timestamp }) => data.source === 3 && timestamp <= ms);
  return last?.data.y ?? 0;
}

const fieldsOf = async (page) =>
  await page.locator('input:visible, select:visible').evaluateAll((fields) =>
    fields.map((field) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      return { x: x - 4, y: y - 4, width: width + 8, height: height + 8 };
    }),
  );

async function shotAt(page, y) {
  await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), y);
  return { png: await page.screenshot(), masks: await fieldsOf(page) };
}

// What the shop shows at the three instants.
async function* shopScreens(page, shop, session, instants, events) {
  await page.goto(shop.url);
  await page.locator('#cards .card').nth(9).waitFor();
  yield await shotAt(page, scrollAt(events, instants[0].ms));
  const last = session.put.at(-1);
  for (const { productId, quantity } of session.put.slice(0, -1)) shop.put(productId, quantity);
  await page.locator('#cart-link').click();
  await page.locator('#place-order').waitFor();
  await page.locator('#home-link').click();
  await page.locator(`#cards .card[href$="${session.opened.at(-1).product}"]`).click();
  await page.locator('#add-to-cart').waitFor();
  yield await shotAt(page, scrollAt(events, instants[1].ms));
  if (last) shop.put(last.productId, last.quantity);
  await page.goto(last ? `${shop.url}/cart` : shop.url);
  await page.locator(last ? '#place-order' : '#cards .card >> nth=9').waitFor();
  if (session.refused || session.order) {
    const answered = page.waitForResponse((answer) => answer.url().includes('/api/checkout'));
    await page.locator('#place-order').click();
    assert.equal((await answered).status(), session.refused ? 500 : 200);
    if (session.order) await page.locator('.done').waitFor();
  }
  yield await shotAt(page, scrollAt(events, instants[2].ms));
}

function instantsOf(session, events) {
  const last = events.at(-1).timestamp;
  return [
    { name: 'the products', ms: session.shoppingMs + 1300 },
    { name: 'the last product', ms: session.opened.at(-1).at + 700 },
    { name: 'the end', ms: Math.min((session.endMs ?? last) + 1400, last) },
  ];
}

async function keep(name, png) {
  const folder = path.join(root, 'tests/e2e/out');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${name}.png`), png);
}

async function compare(session, number) {
  const events = await recordingOf(server, session.id, range);
  const instants = instantsOf(session, events);
  const order = {
    ...(session.order ? { orderId: session.order } : {}),
    ...(session.shippingTrace ? { shippingCents: await shippingOf(server, session, range) } : {}),
  };
  const shop = await startShop({ session: session.session, order, refuses: session.refused });
  const player = await openPlayer(browser, events);
  const [width, height] = session.size.split('x').map(Number);
  const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'UTC' });
  const screens = [];
  try {
    const page = await context.newPage();
    for await (const { png, masks } of shopScreens(page, shop, session, instants, events)) {
      const instant = instants[screens.length];
      const replayed = await player.at(instant.ms);
      const share = await differenceOf(canvas, png, replayed, masks);
      const name = `replay-${number}-${instant.name.replaceAll(' ', '-')}`;
      if (share > most || process.env.SEXTANT_KEEP) {
        await keep(`${name}-shop`, png);
        await keep(`${name}-replay`, replayed);
      }
      screens.push({ name, share, png, replayed, masks });
    }
  } finally {
    await context.close();
    await player.close();
    shop.close();
  }
  return screens;
}

before(async () => {
  const end = new Date(endMs).toISOString();
  server = await Sextant.start({
    command: 'demo',
    args: ['--hours', String(hours), '--end', end, '--signals', 'traces,sessions'],
  });
  browser = await openBrowser();
  await until('the demo is laid and stored', async () => {
    const status = await (await fetch(`${server.url}/api/v1/status`)).json();
    return status.demo_loading === undefined && status.waiting_rows === '0';
  });
  sessions = choose(await sessionsOf(server, range));
  canvas = await browser.newPage();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('thirty instants of ten sessions show what the shop showed', async () => {
  assert.equal(sessions.length, 10);
  assert.equal(sessions[0].email, 'Braulio.Roberts23@hotmail.com');
  assert.ok(sessions.filter(({ refused }) => refused).length >= 2);
  assert.ok(sessions.filter(({ order }) => order).length >= 2);
  const screens = [];
  for (const [number, session] of sessions.entries()) screens.push(await compare(session, number));
  const apart = screens.flat().filter(({ share }) => share > most);
  assert.deepEqual(
    apart.map(({ name, share }) => `${name}: ${(share * 100).toFixed(2)} %`),
    [],
  );
  assert.equal(screens.flat().length, 30);
  // Another state of the same shop would not have passed.
  const [products, product] = screens[0];
  assert.ok((await differenceOf(canvas, products.replayed, product.png)) > 5 * most);
});
