// Serves the storefront for one visitor, on a free port of loopback.
//   const shop = await startShop({ session, order: { orderId, shippingCents }, refuses: false });
//   … shop.url … shop.put(productId, quantity) … await shop.close();
// By hand: node demo/shop/serve.mjs
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alongWith, products, shelfOf } from './catalogue.mjs';

const folder = import.meta.dirname;
const mostBodyBytes = 16 * 1024;
const read = (name) => readFileSync(path.join(folder, name), 'utf8');

// Pictures are part of the style sheet, so that a page without its server still shows them.
export function styleSheet() {
  const rules = readdirSync(path.join(folder, 'pictures')).map((file) => {
    const name = path.basename(file, '.svg');
    const data = read(`pictures/${file}`)
      .trim()
      .replaceAll('\n', '')
      .replaceAll('"', "'")
      .replaceAll('#', '%23');
    const selector = name === 'hero' || name === 'tick' ? `.${name}` : `.picture-${name}`;
    return `${selector} { background-image: url("data:image/svg+xml,${data}"); }`;
  });
  return `${read('shop.css')}\n${rules.join('\n')}\n`;
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBodyBytes) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
}

class Shop {
  constructor({ session = randomUUID(), order = {}, refuses = false } = {}) {
    this.session = session;
    this.order = { orderId: randomUUID(), shippingCents: 4350, ...order };
    this.refuses = refuses;
    this.items = new Map();
  }

  put(id, quantity) {
    this.items.set(id, (this.items.get(id) ?? 0) + quantity);
  }

  #cart() {
    return [...this.items].map(([id, quantity]) => ({
      product: products.find((product) => product.id === id),
      quantity,
    }));
  }

  // Status, type and text of an answer.
  answer(method, { pathname, searchParams }, body) {
    const json = (value) => [200, 'application/json', JSON.stringify(value)];
    if (pathname === '/shop.css') return [200, 'text/css', styleSheet()];
    if (pathname === '/shop.js') return [200, 'text/javascript', read('shop.js')];
    if (pathname === '/api/products') return json(shelfOf(this.session));
    if (pathname.startsWith('/api/products/')) {
      return json(products.find(({ id }) => id === pathname.slice('/api/products/'.length)));
    }
    if (pathname === '/api/recommendations')
      return json(alongWith(this.session, searchParams.get('productIds')));
    if (pathname === '/api/shipping') return json({ cents: this.order.shippingCents });
    if (pathname === '/api/cart') {
      if (method === 'POST') this.put(body.item.productId, body.item.quantity);
      return json({ items: this.#cart() });
    }
    if (pathname === '/api/checkout') {
      if (this.refuses) return [500, 'text/plain', 'Internal Server Error'];
      const items = this.#cart();
      this.items.clear();
      return json({ ...this.order, items });
    }
    if (pathname.startsWith('/api/') || pathname === '/favicon.ico') return [404, 'text/plain', 'Not Found'];
    return [200, 'text/html', read('index.html').replace('content=""', `content="${this.session}"`)];
  }
}

export async function startShop(options) {
  const shop = new Shop(options);
  const server = createServer(async (request, response) => {
    try {
      const body = await bodyOf(request);
      const [status, type, text] = shop.answer(request.method, new URL(request.url, 'http://shop'), body);
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(text);
    } catch {
      response.writeHead(400, { 'content-type': 'text/plain' }).end('Bad Request');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    session: shop.session,
    order: shop.order,
    put: (id, quantity) => shop.put(id, quantity),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const shop = await startShop();
  console.log(`The shop is open at ${shop.url}`);
}
