// The cell under the mouse or walked to with the keys. It changes with every row the mouse crosses, so it
// lives outside the page's state: only the two rows concerned are drawn again.

import { useSyncExternalStore } from 'react';

export interface CellPlace {
  row: string; // id
  column: number;
}

export class ActiveCellStore {
  private place: CellPlace | undefined;
  private readonly listeners = new Set<() => void>();

  get = (): CellPlace | undefined => this.place;

  set = (place: CellPlace | undefined): void => {
    if (place?.row === this.place?.row && place?.column === this.place?.column) return;
    this.place = place;
    for (const listener of this.listeners) listener();
  };

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** The active column of one row, if the active cell is in it. */
export function useActiveColumn(store: ActiveCellStore, row: string): number | undefined {
  return useSyncExternalStore(store.subscribe, () => {
    const place = store.get();
    return place?.row === row ? place.column : undefined;
  });
}
