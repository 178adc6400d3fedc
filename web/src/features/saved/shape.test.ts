import { expect, test } from 'vitest';
import type { SavedSearch } from '../../api/types';
import { formatView, listed, parseView, tagCounts, type SavedView } from './shape';

const search = (name: string, more: Partial<SavedSearch> = {}): SavedSearch => ({
  id: name, version: 1, name, source: 's', text: '', language: 'lucene', filters: [], tags: [], favourite: false,
  created_ns: '1', updated_ns: '1', ...more,
}); // prettier-ignore

const all = [
  search('Beta', { updated_ns: '30', created_ns: '1', tags: ['checkout'] }),
  search('alpha', {
    updated_ns: '20',
    created_ns: '2',
    text: 'Visa cache full',
    tags: ['checkout', 'on call'],
  }),
  search('Gamma', { updated_ns: '9', created_ns: '3', favourite: true }),
];
const names = (change: Partial<SavedView>) =>
  listed(all, { ...parseView({}), ...change }).map(({ name }) => name);

test('favourites come first, then the last changed', () => {
  expect(names({})).toEqual(['Gamma', 'Beta', 'alpha']);
  expect(names({ sort: 'name' })).toEqual(['Gamma', 'alpha', 'Beta']);
  expect(names({ sort: 'made' })).toEqual(['Gamma', 'alpha', 'Beta']);
});

test('they are found by name, tag and what they search for', () => {
  expect(names({ find: 'visa' })).toEqual(['alpha']);
  expect(names({ find: 'on call' })).toEqual(['alpha']);
  expect(names({ tag: 'checkout' })).toEqual(['Beta', 'alpha']);
  expect(names({ favourites: true })).toEqual(['Gamma']);
});

test('tags are counted, the most used first', () => {
  expect(tagCounts(all)).toEqual([['checkout', 2], ['on call', 1]]); // prettier-ignore
});

test('the view survives the way through the address', () => {
  const view: SavedView = { find: 'x', tag: 'on call', favourites: true, sort: 'name' };
  expect(parseView(formatView(view))).toEqual(view);
  expect(formatView(parseView({ sort: 'sideways' }))).toEqual({});
});
