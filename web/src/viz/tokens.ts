// The design's colours for canvas, read from the page's style and again when the theme changes.

import { useSyncExternalStore } from 'react';

const kNames = [
  'bg-0', 'bg-3', 'line-1', 'line-2', 'line-3', 'fg-1', 'fg-2', 'fg-3', 'acc', 'err-fill', 'warn-fill', 'fatal-fill', 'bar', 'bar-2', 'bar-3', 'bar-cap', 'sans',
] as const; // prettier-ignore

export type Tokens = Record<(typeof kNames)[number], string>;

let cached: { theme: string | null; tokens: Tokens } | undefined;

function read(): Tokens {
  const root = document.documentElement;
  const theme = root.getAttribute('data-theme');
  if (cached?.theme === theme) return cached.tokens;
  const style = getComputedStyle(root);
  const tokens = Object.fromEntries(
    kNames.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Tokens;
  cached = { theme, tokens };
  return tokens;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

export function useTokens(): Tokens {
  return useSyncExternalStore(subscribe, read);
}
