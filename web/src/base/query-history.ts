// The searches that were run in this browser, newest first, one list for each language.

import { preferences, setPreferences, usePreference } from './preferences';

export const kMostRemembered = 50;
/** Longer ones are pasted, not retyped; they would fill the browser's storage. */
const kLongestRemembered = 2000;

const kKeys = { lucene: 'luceneHistory', sql: 'sqlHistory' } as const;

export type HistoryLanguage = keyof typeof kKeys;

/** `text` in front, once; blanks around it do not count. */
export function withSearch(history: string[], text: string): string[] {
  const search = text.trim();
  if (search === '' || search.length > kLongestRemembered || history[0] === search) return history;
  return [search, ...history.filter((other) => other !== search)].slice(0, kMostRemembered);
}

export function rememberSearch(language: HistoryLanguage, text: string): void {
  const before = preferences()[kKeys[language]];
  const history = withSearch(before, text);
  if (history !== before) setPreferences({ [kKeys[language]]: history });
}

export function useHistory(language: HistoryLanguage): string[] {
  return usePreference(kKeys[language]);
}
