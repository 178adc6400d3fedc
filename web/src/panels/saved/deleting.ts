// Deleting with a way back: a saved search leaves the lists at once and the server a few seconds later, so that
// undoing keeps its id and every link to it. Leaving the page deletes what waits.

import { useSyncExternalStore } from 'react';
import { deleteSavedSearch } from '../../api/client';
import type { SavedSearch } from '../../api/types';

export const kUndoMs = 8000;

interface Waiting {
  search: SavedSearch;
  timer: ReturnType<typeof setTimeout>;
}

let waiting: readonly Waiting[] = [];
let shown: readonly SavedSearch[] = []; // waiting, and gone in this session: the list may be older
const gone: SavedSearch[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Waiting[]): void {
  waiting = next;
  shown = [...waiting.map(({ search }) => search), ...gone];
  for (const listener of listeners) listener();
}

function deleteNow({ search, timer }: Waiting): void {
  clearTimeout(timer);
  gone.push(search);
  set(waiting.filter((other) => other.search.id !== search.id));
  deleteSavedSearch(search.id).catch(() => {
    gone.splice(gone.indexOf(search), 1);
    set(waiting);
  });
}

export function deleteSaved(search: SavedSearch): void {
  const timer = setTimeout(() => {
    const entry = waiting.find((other) => other.search.id === search.id);
    if (entry) deleteNow(entry);
  }, kUndoMs);
  set([...waiting, { search, timer }]);
}

export function undoDelete(id: string): void {
  const entry = waiting.find((other) => other.search.id === id);
  if (!entry) return;
  clearTimeout(entry.timer);
  set(waiting.filter((other) => other !== entry));
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('pagehide', deleteAll);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function deleteAll(): void {
  for (const entry of waiting) deleteNow(entry);
}

/** What no list shows any more. */
export function useDeleting(): readonly SavedSearch[] {
  return useSyncExternalStore(subscribe, () => shown);
}

/** What can still be brought back, the last deleted first. */
export function useUndoable(): readonly SavedSearch[] {
  const hidden = useDeleting();
  return hidden.slice(0, waiting.length).toReversed();
}
