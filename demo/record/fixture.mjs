// Makes a recording's events into the text that src/demo/recordings reads (its format is told in
// recording.h): cut into steps, with a blank `${…}` wherever a value is the visitor's own.
import { products, shelfOf } from '../shop/catalogue.mjs';

const shopUrl = 'http://frontend-proxy:8080';
const mutation = 0;
const interaction = 2;
const input = 5;
const presses = [1, 7]; // the mouse button, or a finger, goes down

function* nodesIn(event) {
  function* below(node) {
    yield node;
    for (const child of node.childNodes ?? []) yield* below(child);
  }
  if (event.type === 2) yield* below(event.data.node);
  if (event.type === 3 && event.data.source === mutation) {
    for (const { node, parentId } of event.data.adds) yield* below({ ...node, parentId, original: node });
  }
}

// Blanks for what the page computed: each stands in an element that says what it shows.
class Amounts {
  constructor(shelf) {
    this.places = new Map(shelf.map(({ id }, place) => [id, place]));
    this.shown = new Map();
  }

  #blank(what) {
    const [kind, id] = what.split(' ');
    return id === undefined ? `\${${kind}}` : `\${${kind} ${this.places.get(id)}}`;
  }

  replace(event) {
    for (const node of nodesIn(event)) {
      const what = node.attributes?.['data-amount'];
      if (what !== undefined) this.shown.set(node.id, this.#blank(what));
      for (const child of node.childNodes ?? []) {
        if (child.type === 3 && this.shown.has(node.id)) child.textContent = this.shown.get(node.id);
      }
      if (node.original?.type === 3 && this.shown.has(node.parentId)) {
        node.original.textContent = this.shown.get(node.parentId);
      }
    }
  }
}

function takeStyle(event) {
  let style = '';
  for (const node of nodesIn(event)) {
    if (node.attributes?._cssText === undefined) continue;
    style = JSON.stringify(node.attributes._cssText);
    node.attributes._cssText = '${style}';
  }
  return style;
}

// The steps' events: the visitor's own until the page first changes, the page's from there on.
function cut(events, steps) {
  const parts = [{ step: steps[0], events: [], start: events[0].timestamp }];
  for (const event of events) {
    if (event.type === 5) {
      parts.push({ step: event.data.payload, events: [], start: event.timestamp });
    } else {
      parts.at(-1).events.push(event);
    }
  }
  return parts;
}

function blankEmail(part) {
  if (part.step !== 'fill-field 0') return;
  const strokes = part.events.filter(({ data }) => data.source === input && /^\*+$/.test(data.text));
  strokes.forEach(({ data }, i) => (data.text = `\${email ${i + 1} ${strokes.length}}`));
}

const wholePixels = (key, value) => (key === 'x' || key === 'y' ? Math.round(value) : value);

export function fixtureOf(visit, { events, url, session, order }) {
  const shelf = shelfOf(session);
  const amounts = new Amounts(shelf);
  const words = [
    [url, shopUrl],
    [session, '${session}'],
    [order.orderId, '${order}'],
    ...shelf.flatMap((product, place) =>
      ['id', 'name', 'about'].map((field) => [product[field], `\${${field} ${place}}`]),
    ),
  ];
  let style = '';
  const lines = [
    `visit ${visit.screen.width} ${visit.screen.height} ${visit.screen.device} ${visit.outcome}`,
  ];
  for (const part of cut(events, visit.steps)) {
    const press = part.events.find(({ data }) => data.source === interaction && presses.includes(data.type));
    lines.push(`step ${part.step}`.padEnd(20) + ` ${(press?.timestamp ?? part.start) - part.start}`);
    blankEmail(part);
    let pageSince;
    for (const event of part.events) {
      style ||= takeStyle(event);
      amounts.replace(event);
      if (event.type === 3 && event.data.source === mutation) pageSince ??= event.timestamp;
      const offset = event.timestamp - (pageSince ?? part.start);
      let body = JSON.stringify({ ...event, timestamp: '${time}' }, wholePixels);
      body = body.replace('"${time}"', '${time}').replace('"${style}"', '${style}');
      for (const [word, blank] of words) body = body.replaceAll(word, blank);
      lines.push(`${pageSince === undefined ? 'visitor' : 'page'} ${offset} ${body}`);
    }
  }
  return { text: `${lines.join('\n')}\n`, style };
}

// Nothing of the stand-in visitor may be left.
export function assertBlank(name, text, { url, session, order }) {
  for (const word of [url, '127.0.0.1', session, order.orderId, ...products.flatMap((p) => [p.id, p.name])]) {
    if (text.includes(word)) throw new Error(`${name} still says ${word}`);
  }
  if (/\$[0-9]/.test(text)) throw new Error(`${name} still names a price`);
}
