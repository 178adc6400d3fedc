// What a search asks, in the words that the guide's users know. Pure.

import type { SavedSearchDraft } from '../../api/types';
import { pillsOf } from '../../links/filters';

const kWords = { include: 'is', exclude: 'is not', range: 'in' } as const;

export function filterWords(filters: SavedSearchDraft['filters']): string[] {
  return pillsOf(filters ?? []).map((pill) => `${pill.field} ${kWords[pill.op]} ${pill.text}`);
}

export function saysOf(
  search: Omit<SavedSearchDraft, 'name'>,
  sourceName: string,
): [part: string, text: string][] {
  const filters = filterWords(search.filters);
  const parts: [string, string | undefined][] = [
    ['SELECT', search.columns?.join(', ')],
    ['FROM', sourceName],
    ['WHERE', search.text?.trim()],
    ['FILTERS', filters.join(' and ')],
    ['ORDER BY', search.sort && `${search.sort.column} ${search.sort.direction}`],
  ];
  return parts.filter((part): part is [string, string] => part[1] !== undefined && part[1] !== '');
}
