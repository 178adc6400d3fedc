// What the shop sells, and in which order it shows it to whom.
import { readFileSync } from 'node:fs';

export const products = JSON.parse(readFileSync(new URL('products.json', import.meta.url), 'utf8'));

// FNV-1a, 32 bits.
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

// Every visitor meets the products in an order of their own; src/demo/recordings/shelf.cc orders alike.
export function shelfOf(session) {
  const ranked = products.map((product) => ({ product, rank: hash(`${session}${product.id}`) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ product }) => product);
}

// The four that stand behind it on the visitor's shelf.
export function alongWith(session, id) {
  const shelf = shelfOf(session);
  const at = shelf.findIndex((product) => product.id === id);
  return [1, 2, 3, 4].map((step) => shelf[(at + step) % shelf.length]);
}
