// Debian's Chromium, driven as a person would: by roles and labels.
import { chromium } from 'playwright-core';

export async function openBrowser() {
  return await chromium.launch({
    executablePath: process.env.SEXTANT_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

// A page that fails its test when a script of it throws.
export async function openPage(browser, url, { width = 1440, height = 900, colorScheme = 'dark' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.scriptErrors = [];
  page.on('pageerror', (error) => page.scriptErrors.push(error.message));
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return page;
}
