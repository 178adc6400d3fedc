// Whether the menu sheet of narrow screens is open: its button lives in a page's bar, the sheet in the shell.

import { useSyncExternalStore } from 'react';

let open = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

export const openMenu = () => set(true);
export const closeMenu = () => set(false);

export function useMenuOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
