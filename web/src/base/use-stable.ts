// A function that is the same for as long as its component lives, and always does what the latest one does.
// For callbacks of memoized lists; never called while drawing.

import { useCallback, useLayoutEffect, useRef } from 'react';

export function useStable<A extends unknown[], R>(action: (...args: A) => R): (...args: A) => R {
  const latest = useRef(action);
  useLayoutEffect(() => {
    latest.current = action;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
