// A visitor in Chromium: moves the mouse as a hand does, scrolls, types; each step ends when the page has
// answered it. Draws on a sequence of its own, so that a visit is walked alike each time.
const typed = {
  email: 'vera@example.com',
  street_address: '12 Meridian Row',
  zip_code: '94043',
  city: 'Mountain View',
  state: 'CA',
  credit_card_number: '4432-8015-6152-0454',
  credit_card_expiration_month: '5',
  credit_card_expiration_year: '2030',
  credit_card_cvv: '672',
};
const fields = Object.keys(typed);
const moveStepMs = 32;
const keyMs = 75;

// Mulberry32.
function sequence(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Visitor {
  constructor(page, screen, seed) {
    this.page = page;
    this.screen = screen;
    this.random = sequence(seed);
    this.at = { x: screen.width * 0.62, y: screen.height * 0.4 };
  }

  async take(step) {
    const [kind, argument] = step.split(' ');
    const { page } = this;
    switch (kind) {
      case 'go-shopping':
        await this.press('#go-shopping');
        return await this.restScroll();
      case 'open-product':
        await this.press(`#cards .card:nth-child(${Number(argument) + 1})`);
        return await page.locator('#add-to-cart').waitFor();
      case 'pick-quantity':
        return await this.choose('#quantity', String(2 + Math.floor(this.random() * 3)));
      case 'add-to-cart':
        await this.press('#add-to-cart');
        return await page.locator('#continue-shopping').waitFor();
      case 'continue-shopping':
        await this.press('#continue-shopping');
        return await page.locator('#go-shopping').waitFor();
      case 'go-home':
        await this.press('#home-link');
        return await page.locator('#go-shopping').waitFor();
      case 'open-cart':
        await this.press('#cart-link');
        return await page.locator('#place-order').waitFor();
      case 'fill-field':
        return await this.fill(fields[Number(argument)]);
      case 'place-order': {
        const answered = page.waitForResponse((answer) => answer.url().includes('/api/checkout'));
        await this.press('#place-order');
        const answer = await answered;
        await answer.finished();
        if (answer.status() === 200) await page.locator('.done').waitFor();
        return;
      }
      case 'linger':
        return await this.linger();
      default:
        throw new Error(`no step is called ${kind}`);
    }
  }

  async fill(field) {
    if (field.includes('expiration')) return await this.choose(`#${field}`, typed[field]);
    await this.press(`#${field}`);
    await this.page.keyboard.type(typed[field], { delay: keyMs });
  }

  // The list that a select opens is drawn by the system, out of the page's reach.
  async choose(selector, value) {
    const { x, y } = await this.placeOn(selector);
    await this.moveTo(x, y);
    await this.page.locator(selector).focus();
    await this.page.locator(selector).selectOption(value);
  }

  async press(selector) {
    const { x, y } = await this.placeOn(selector);
    if (this.screen.device === 'phone') {
      this.at = { x, y };
      return await this.page.touchscreen.tap(x, y);
    }
    await this.moveTo(x, y);
    await this.page.mouse.down();
    await this.page.waitForTimeout(70);
    await this.page.mouse.up();
  }

  // Somewhere on the element, once it is in view.
  async placeOn(selector) {
    const target = this.page.locator(selector);
    for (;;) {
      const { x, y, width, height } = await target.boundingBox();
      const below = y + height + 12 - this.screen.height;
      const above = 12 - y;
      if (below <= 0 || y < this.screen.height / 3) {
        if (above <= 0 || this.screen.height < height) {
          return {
            x: x + width * (0.35 + 0.3 * this.random()),
            y: y + height * (0.35 + 0.3 * this.random()),
          };
        }
      }
      await this.page.mouse.wheel(0, below > 0 ? Math.min(below + 60, 220) : -Math.min(above + 60, 220));
      await this.page.waitForTimeout(120);
    }
  }

  async moveTo(x, y) {
    if (this.screen.device === 'phone') return;
    const from = this.at;
    const count = 6 + Math.round(Math.hypot(x - from.x, y - from.y) / 90);
    const bend = (this.random() - 0.5) * 60;
    for (let i = 1; i <= count; i++) {
      const share = (1 - Math.cos((Math.PI * i) / count)) / 2;
      const aside = Math.sin(Math.PI * share) * bend;
      await this.page.mouse.move(from.x + (x - from.x) * share, from.y + (y - from.y) * share + aside);
      await this.page.waitForTimeout(moveStepMs);
    }
    this.at = { x, y };
  }

  // Looks about, and waits for something to happen.
  async linger() {
    const { width, height } = this.screen;
    for (let i = 0; i < 2; i++) {
      await this.moveTo(width * (0.3 + 0.4 * this.random()), height * (0.3 + 0.5 * this.random()));
      await this.page.waitForTimeout(700);
    }
  }

  async restScroll() {
    let last = -1;
    for (;;) {
      const now = await this.page.evaluate(() => scrollY);
      if (now === last) return;
      last = now;
      await this.page.waitForTimeout(150);
    }
  }
}
