// What a person chose for this browser. One key in local storage, typed, shared by every tab; a value of
// another shape (an older release, a hand) falls back to its default.

import { useSyncExternalStore } from 'react';
import type { Zone } from './clock';

export interface Preferences {
  theme: 'system' | 'dark' | 'light';
  density: 'compact' | 'cosy';
  zone: Zone;
  menuPinned: boolean;
  filtersFolded: boolean;
  panelWidth: number; // px
  wrap: boolean;
  language: 'lucene' | 'sql';
  luceneHistory: string[];
  sqlHistory: string[];
  source: string;
  foldedFields: string[];
  moreFields: string[];
  numberFields: string[]; // keys of maps with a slider
  pins: Record<string, { fields: string[]; values: { field: string; value: string }[] }>; // by source
  columnWidths: Record<string, Record<string, number>>; // px by source and column name
  rowTab: string; // the row panel's last one
}

export const kDefaultPreferences: Preferences = {
  theme: 'system',
  density: 'compact',
  zone: 'local',
  menuPinned: true,
  filtersFolded: false,
  panelWidth: 760,
  wrap: false,
  language: 'lucene',
  luceneHistory: [],
  sqlHistory: [],
  source: '',
  foldedFields: [],
  moreFields: [],
  numberFields: [],
  pins: {},
  columnWidths: {},
  rowTab: 'overview',
};

const kKey = 'sextant.preferences';

export function readPreferences(text: string | null): Preferences {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    stored = {};
  }
  const result: Record<string, unknown> = { ...kDefaultPreferences };
  if (typeof stored !== 'object' || stored === null) return kDefaultPreferences;
  for (const [key, value] of Object.entries(stored)) {
    const usual = result[key];
    if (usual !== undefined && typeof value === typeof usual && Array.isArray(value) === Array.isArray(usual))
      result[key] = value;
  }
  return result as unknown as Preferences;
}

const listeners = new Set<() => void>();
let current: Preferences | undefined;

export function preferences(): Preferences {
  current ??= readPreferences(localStorage.getItem(kKey));
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...preferences(), ...change };
  localStorage.setItem(kKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Another tab changed them. */
function onStorage(event: StorageEvent): void {
  if (event.key !== kKey) return;
  current = readPreferences(event.newValue);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('storage', onStorage);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('storage', onStorage);
  };
}

/** The component is drawn again when this one preference changes. */
export function usePreference<K extends keyof Preferences>(key: K): Preferences[K] {
  return useSyncExternalStore(subscribe, () => preferences()[key]);
}
