// The storefront's page. Views stay in the document and are shown one at a time, so that going back is
// cheap. Whatever depends on the visitor's choice stands in an element of its own with `data-amount`, which
// says what it shows.
const session = document.querySelector('meta[name=shop-session]').content;
const fields = ['email', 'street_address', 'zip_code', 'city', 'state', 'credit_card_number'];
const views = ['home', 'product', 'cart', 'done'];
const query = `?sessionId=${session}&currencyCode=USD`;
const byId = (id) => document.getElementById(id);
let products = [];

function element(tag, { data = {}, ...properties } = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

function amount(what, text, className = '') {
  return element('span', { className: `amount ${className}`.trim(), data: { amount: what } }, text);
}

function dollars(cents) {
  return `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;
}

async function get(path) {
  return (await fetch(path)).json();
}

async function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.json();
}

function picture(id) {
  return element('div', { className: `picture picture-${id}` });
}

function card({ id, name, cents }) {
  return element(
    'a',
    { className: 'card', href: `/product/${id}` },
    picture(id),
    element('div', { className: 'name' }, name),
    amount(`price ${id}`, dollars(cents)),
  );
}

function option(value) {
  return element('option', {}, String(value));
}

function options(from, count) {
  return Array.from({ length: count }, (_, i) => option(from + i));
}

function show(view) {
  for (const id of views) byId(id).hidden = id !== view;
}

async function showHome() {
  show('home');
  products = await get(`/api/products${query}`);
  if (byId('cards').childElementCount === 0) byId('cards').append(...products.map(card));
}

async function showProduct(id) {
  const [product, also] = await Promise.all([
    get(`/api/products/${id}${query}`),
    get(`/api/recommendations?productIds=${id}&sessionId=${session}`),
  ]);
  const quantity = element('select', { id: 'quantity' }, ...options(1, 10));
  const add = element('button', { className: 'buy', id: 'add-to-cart' }, 'Add To Cart');
  add.addEventListener('click', () => addToCart(id, Number(quantity.value)));
  const offer = element(
    'div',
    {},
    element('h2', {}, product.name),
    amount(`price ${id}`, dollars(product.cents), 'price'),
    element('p', { className: 'about' }, product.about),
    element('div', { className: 'put' }, element('label', {}, 'Quantity', quantity), add),
  );
  byId('product').replaceChildren(
    element('div', { className: 'offer' }, picture(id), offer),
    element('h3', { className: 'also' }, 'Others took along'),
    element('div', { className: 'cards' }, ...also.map(card)),
  );
  show('product');
}

async function addToCart(productId, quantity) {
  await post('/api/cart', { item: { productId, quantity }, userId: session });
  go('/cart');
}

function row({ product, quantity }) {
  const count = element('small', {}, 'Quantity ', amount(`count ${product.id}`, String(quantity)));
  return element(
    'div',
    { className: 'row' },
    picture(product.id),
    element('div', {}, element('div', { className: 'name' }, product.name), count),
    amount(`line ${product.id}`, dollars(product.cents * quantity)),
  );
}

function sums(subtotal, shipping) {
  return element(
    'div',
    { className: 'sums' },
    'Subtotal',
    amount('subtotal', dollars(subtotal)),
    'Shipping',
    amount('shipping', dollars(shipping)),
    element('b', {}, 'Total'),
    element('b', {}, amount('total', dollars(subtotal + shipping))),
  );
}

const priceOf = (items) => items.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0);

function showBadge(items) {
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  byId('badge').hidden = count === 0;
  byId('badge').replaceChildren(amount('items', String(count)));
}

async function showCart() {
  const { items } = await get(`/api/cart${query}`);
  const { cents } = await get(`/api/shipping?itemList=${items.length}&currencyCode=USD`);
  showBadge(items);
  const again = element('button', { className: 'buy plain', id: 'continue-shopping' }, 'Continue Shopping');
  again.addEventListener('click', () => go('/'));
  byId('rows').replaceChildren(...items.map(row), sums(priceOf(items), cents), again);
  show('cart');
}

async function placeOrder(event) {
  event.preventDefault();
  const entered = Object.fromEntries(fields.map((id) => [id, byId(id).value]));
  // A refusal has no JSON, and nothing here expects one: the shop's fault that visitors meet.
  const order = await post('/api/checkout?currencyCode=USD', { userId: session, ...entered });
  history.pushState({}, '', `/cart/checkout/${order.orderId}`);
  byId('done').replaceChildren(
    element(
      'div',
      { className: 'done' },
      element('div', { className: 'tick' }),
      element('h2', {}, 'Your order is complete!'),
      element('p', {}, 'We pack it tonight. Order ', element('code', {}, order.orderId)),
      ...order.items.map(row),
      sums(priceOf(order.items), order.shippingCents),
    ),
  );
  show('done');
  scrollTo(0, 0);
  showBadge([]);
}

async function showPath() {
  const path = location.pathname;
  if (path.startsWith('/product/')) await showProduct(path.slice('/product/'.length));
  else if (path === '/cart') await showCart();
  else await showHome();
}

async function go(path) {
  history.pushState({}, '', path);
  await showPath();
  scrollTo(0, 0);
}

addEventListener('popstate', showPath);
document.addEventListener('click', (event) => {
  const link = event.target.closest('a');
  if (!link) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
byId('go-shopping').addEventListener('click', () =>
  byId('hot-products').scrollIntoView({ behavior: 'smooth', block: 'start' }),
);
byId('order').addEventListener('submit', placeOrder);
byId('credit_card_expiration_month').append(...options(1, 12));
byId('credit_card_expiration_year').append(...options(2027, 8));
await showPath();
