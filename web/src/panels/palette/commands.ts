// What the command palette offers. Every page adds its own while it is shown; the frame has those of every page.

import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export interface Command {
  key: string;
  group: string;
  name: string;
  note?: string | undefined; // at the right end: what it is set to, what it leads to
  keys?: string; // the key that does the same
  run: () => void;
}

/** Commands made of what is typed, such as a time range; shown before the others. */
export type Reader = (typed: string) => Command[];

interface Source {
  commands: Command[];
  read?: Reader | undefined;
}

let sources: readonly Source[] = [];
let open = false;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setPaletteOpen(next: boolean): void {
  if (open === next) return;
  open = next;
  tell();
}

export function usePaletteOpen(): boolean {
  return useSyncExternalStore(subscribe, () => open);
}

export function useSources(): readonly Source[] {
  return useSyncExternalStore(subscribe, () => sources);
}

/**
 * Offers them while the component is shown and the palette is open: nothing is made for a closed palette. What
 * they are is read when it opens, and again when `known` changes.
 */
export function useCommands(make: () => Source, known: unknown = undefined): void {
  const isOpen = usePaletteOpen();
  const read = useEffectEvent(make);
  useEffect(() => {
    if (!isOpen) return undefined;
    const own = read();
    sources = [...sources, own];
    tell();
    return () => {
      sources = sources.filter((source) => source !== own);
      tell();
    };
  }, [isOpen, known]);
}
