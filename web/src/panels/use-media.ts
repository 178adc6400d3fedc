// Widths at which the page changes its shape (the design's table of widths).

import { useSyncExternalStore } from 'react';

const kQueries = {
  narrow: '(width < 640px)', // one column
  short: '(width < 860px)', // time stamps lose their dates
  folded: '(width < 1024px)', // the left panel folds
  compact: '(width < 1280px)', // the menu folds
} as const;

export function useMedia(name: keyof typeof kQueries): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(kQueries[name]);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(kQueries[name]).matches,
  );
}
