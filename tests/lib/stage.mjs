// What most tests of the page stand on: a server and a browser of their own, and the logs of a shop, stored.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { openBrowser } from './browser.mjs';
import { onSearchPage } from './search-page.mjs';
import { Sextant, until } from './sextant.mjs';
import { shopLogs } from './shop.mjs';

// To be called at the top of a test file. Its `server`, `browser` and `shop` (what shopLogs gave for `logs`) are there
// once the file's tests run. `hours` is how far back the logs go.
export function stage({ logs, hours } = {}) {
  const the = {
    onPage: (path, body, options) => onSearchPage(the.browser, `${the.server.url}${path}`, body, options),
  };
  before(async () => {
    the.server = await Sextant.start();
    the.browser = await openBrowser();
    the.shop = shopLogs(logs);
    assert.equal((await the.server.post('logs', the.shop.body)).status, 200);
    await until(
      'the shop is stored',
      async () => (await the.server.count('default.otel_logs', { hours })) === the.shop.records,
    );
  });
  after(async () => {
    await the.browser?.close();
    await the.server?.stop();
  });
  return the;
}
