// The visits that are recorded: who comes with what screen, puts what into the cart, and how it ends.
// A product is named by its place on the visitor's shelf.
const laptop = { width: 1280, height: 720, device: 'desktop' };
const desk = { width: 1536, height: 864, device: 'desktop' };
const phone = { width: 412, height: 915, device: 'phone' };

const look = (place) => [`open-product ${place}`, 'go-home', 'go-shopping'];
const take = (place) => [
  `open-product ${place}`,
  'pick-quantity',
  'add-to-cart',
  'continue-shopping',
  'go-shopping',
];
const fill = (count) => Array.from({ length: count }, (_, field) => `fill-field ${field}`);
const begin = ['open-shop', 'go-shopping'];
const pay = ['open-cart', ...fill(9), 'place-order'];

export const visits = [
  {
    name: 'two-for-the-balcony',
    screen: laptop,
    outcome: 'bought',
    steps: [...begin, ...take(2), ...take(6), ...pay, 'linger'],
  },
  {
    name: 'looks-first',
    screen: laptop,
    outcome: 'bought',
    steps: [...begin, ...look(1), ...take(4), ...take(8), ...pay, 'linger'],
  },
  {
    name: 'once-more-of-the-same',
    screen: desk,
    outcome: 'bought',
    steps: [...begin, ...take(0), ...take(3), ...take(0), ...pay, 'linger'],
  },
  {
    name: 'on-the-train',
    screen: phone,
    outcome: 'bought',
    steps: [...begin, ...take(1), ...take(4), ...pay, 'linger'],
  },
  {
    name: 'nothing-happens',
    screen: laptop,
    outcome: 'refused',
    steps: [...begin, ...take(1), ...take(5), ...pay, 'linger', 'linger'],
  },
  {
    name: 'a-full-cart',
    screen: desk,
    outcome: 'refused',
    steps: [...begin, ...take(7), ...take(2), ...take(9), ...pay, 'linger'],
  },
  {
    name: 'one-gift',
    screen: laptop,
    outcome: 'refused',
    steps: [...begin, ...look(3), ...look(9), ...take(3), ...take(0), ...pay, 'linger', 'linger'],
  },
  {
    name: 'in-the-queue',
    screen: phone,
    outcome: 'refused',
    steps: [...begin, ...take(0), ...take(3), ...pay, 'linger'],
  },
  {
    name: 'only-looks',
    screen: desk,
    outcome: 'left',
    steps: [...begin, ...look(5), ...look(0), ...look(8), 'linger'],
  },
  {
    name: 'leaves-the-form',
    screen: laptop,
    outcome: 'left',
    steps: [...begin, ...take(8), 'open-cart', ...fill(6), 'linger'],
  },
];
