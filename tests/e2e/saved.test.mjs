// Saved searches and the command palette: kept for everybody, opened by link, changed, deleted with a way back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { pills, queryBox, search, totalIs } from '../lib/search-page.mjs';
import { until } from '../lib/sextant.mjs';
import { stage } from '../lib/stage.mjs';

const the = stage();
const { onPage } = the;
const savedOnServer = async () =>
  (await (await fetch(`${the.server.url}/api/v1/saved-searches`)).json()).saved_searches;
const list = (page) => page.getByRole('list', { name: 'Saved searches' }).getByRole('listitem');
const command = (page) => page.getByRole('combobox', { name: 'Find a command' });

async function save(page, name, tags = '') {
  await page.keyboard.press('ControlOrMeta+s');
  const dialog = page.getByRole('dialog', { name: 'Save this search' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Tags' }).fill(tags);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a search is saved, opened by its link elsewhere, changed, updated, and opened again as it is now', () =>
  onPage('/search?range=1h', async (page) => {
    await search(page, 'ServiceName:payment');
    await totalIs(page, 150);
    await save(page, 'Payments', 'money, on call');
    await page.getByRole('button', { name: 'Payments is saved' }).waitFor();
    const id = new URL(page.url()).searchParams.get('saved');
    assert.ok(id);

    await onPage(`/search?saved=${id}&range=1h`, async (other) => {
      await totalIs(other, 150);
      assert.match(await queryBox(other).textContent(), /ServiceName:payment/);
      await search(other, 'ServiceName:currency');
      await totalIs(other, 150);
      await other.getByText('unsaved changes').waitFor();
      await other.getByRole('button', { name: 'Update Payments' }).click();
      await other.getByRole('button', { name: 'Payments is saved' }).waitFor();
      assert.equal(await other.getByText('unsaved changes').count(), 0);
    });
    assert.deepEqual(
      (await savedOnServer()).map(({ name, text, tags }) => ({ name, text, tags })),
      [{ name: 'Payments', text: 'ServiceName:currency', tags: ['money', 'on call'] }],
    );
  }));

test('the page of saved searches finds by words and tags, renames, and opens', () =>
  onPage('/search?range=1h', async (page) => {
    await search(page, 'Failed');
    await totalIs(page, 5);
    await save(page, 'Failing orders', 'orders');
    await page.getByRole('link', { name: 'Saved Searches' }).click();
    await until('both are listed', async () => (await list(page).count()) >= 2);
    await page.getByRole('button', { name: 'Make Failing orders a favourite' }).click();
    await until('the favourite is first', async () =>
      /^Failing orders/.test(await list(page).first().getByRole('link').textContent()),
    );
    await page.getByRole('textbox', { name: 'Find a saved search' }).fill('currency');
    await until('one is left', async () => (await list(page).count()) === 1);
    assert.match(page.url(), /find=currency/);
    await page.getByRole('textbox', { name: 'Find a saved search' }).fill('');
    await page
      .getByRole('group', { name: 'Tags' })
      .getByRole('button', { name: /^orders/ })
      .click();
    await until('one has the tag', async () => (await list(page).count()) === 1);
    await page.reload();
    await until('the tag is in the address', async () => (await list(page).count()) === 1);
    await page.getByRole('button', { name: 'Rename Failing orders' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Orders that fail');
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Orders that fail' }).click();
    await totalIs(page, 5);
  }));

test('a deleted search can be brought back with the same link, and is gone when nobody does', async () => {
  const made = await fetch(`${the.server.url}/api/v1/saved-searches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Passing', source: 'default.otel_logs', text: 'Failed' }),
  });
  assert.equal(made.status, 201);
  const { id } = await made.json();
  await onPage('/search', async (page) => {
    await page.goto(`${the.server.url}/saved`);
    await page.getByRole('button', { name: 'Delete Passing' }).click();
    await page.getByText('Deleted “Passing”.').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Passing' }).count(), 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Passing' }).waitFor();
    assert.ok((await savedOnServer()).some((search) => search.id === id));
    await page.getByRole('button', { name: 'Delete Passing' }).click();
    await until('it is gone from the server', async () =>
      (await savedOnServer()).every((search) => search.id !== id),
    );
  });
});

test('the palette is reached and driven by keys alone: a saved search, a time in words, a page', () =>
  onPage('/search?range=1h', async (page) => {
    await fetch(`${the.server.url}/api/v1/saved-searches`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Frontend warnings',
        source: 'default.otel_logs',
        filters: [{ field: 'ServiceName', op: 'include', values: ['frontend'] }],
      }),
    });
    await totalIs(page, the.shop.records);
    await page.keyboard.press('ControlOrMeta+k');
    await command(page).waitFor();
    await page.keyboard.type('fr warn');
    await page.getByRole('option', { name: /Frontend warnings/ }).waitFor();
    await page.keyboard.press('Enter');
    await pills(page).getByText('frontend').waitFor();
    assert.match(page.url(), /range=1h/);

    await page.keyboard.press('ControlOrMeta+k');
    await command(page).waitFor();
    await page.keyboard.type('yesterday 3pm to 5pm');
    await page.getByRole('option', { name: /Set the time to/ }).waitFor();
    await page.keyboard.press('Enter');
    await until('the time is in the address', async () =>
      /from=.*T15.*to=.*T17/.test(decodeURIComponent(page.url())),
    );

    await page.keyboard.press('ControlOrMeta+k');
    await command(page).waitFor();
    await page.keyboard.type('theme light');
    await page.keyboard.press('Enter');
    await page.locator('html[data-theme=light]').waitFor();

    await page.keyboard.press('ControlOrMeta+k');
    await command(page).waitFor();
    await page.keyboard.type('saved searches');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Saved Searches' }).waitFor();
  }));
