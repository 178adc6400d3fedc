// rrweb's own player in a page, and the comparison of two screenshots by their pixels.
import path from 'node:path';
import { root } from './sextant.mjs';

// A pixel differs when a channel does by more; edges of letters may.
const tolerance = 40;

async function settle(page) {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

// The player of these events, in a page as large as what was recorded.
export async function openPlayer(browser, events) {
  const { width, height } = events.find(({ type }) => type === 4).data;
  const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'UTC' });
  const page = await context.newPage();
  await page.setContent('<div id="player"></div>');
  await page.addStyleTag({
    content: 'body { margin: 0 } iframe { border: 0 } .replayer-mouse { display: none }',
  });
  await page.addScriptTag({ path: path.join(root, 'node_modules/rrweb/umd/rrweb.min.js') });
  await page.evaluate((all) => {
    window.player = new rrweb.Replayer(all, {
      root: document.getElementById('player'),
      mouseTail: false,
      skipInactive: false,
    });
  }, events);
  return {
    // What it shows at an instant, as PNG.
    async at(ms) {
      await page.evaluate((offset) => window.player.pause(offset), ms - events[0].timestamp);
      await settle(page);
      return await page.screenshot();
    },
    close: async () => await context.close(),
  };
}

// The share of pixels that differ outside `masks` ({ x, y, width, height }).
export async function differenceOf(page, one, other, masks = []) {
  const urls = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return await page.evaluate(
    async ({ urls, masks, tolerance }) => {
      const images = await Promise.all(
        urls.map(async (url) => {
          const bitmap = await createImageBitmap(await (await fetch(url)).blob());
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(bitmap, 0, 0);
          for (const { x, y, width, height } of masks) context.clearRect(x, y, width, height);
          return context.getImageData(0, 0, bitmap.width, bitmap.height);
        }),
      );
      const [a, b] = images;
      if (a.width !== b.width || a.height !== b.height) return 1;
      let different = 0;
      for (let i = 0; i < a.data.length; i += 4) {
        const by = Math.max(...[0, 1, 2].map((c) => Math.abs(a.data[i + c] - b.data[i + c])));
        if (by > tolerance) different++;
      }
      return different / (a.width * a.height);
    },
    { urls, masks, tolerance },
  );
}
