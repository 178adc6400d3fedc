// Keys of a page. Single letters rest while a text field has the focus; combinations with ⌘ or Ctrl do not.

import { useEffect, useEffectEvent } from 'react';

/** "/", "j", "Escape", "mod+Enter"; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export type Hotkeys = Record<string, ((event: KeyboardEvent) => void) | undefined>;

/** How the page writes `mod`. */
export const kModKey = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '') ? '⌘' : 'Ctrl';

export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): string {
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key}`;
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isButtonLike(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, [role=tab], [role=menuitem]') !== null;
}

/** Keys pressed in a menu or dialog belong to it. */
function overThePage(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog][aria-modal=true]')) return true;
  return target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]') !== null;
}

/** `first` takes a key before the page's own keys see it: for what stands over the page. */
export function useHotkeys(keys: Hotkeys, { enabled = true, first = false } = {}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const name = keyName(event);
    const action = keys[name];
    if (!action) return;
    const typing = isTextField(event.target);
    if (typing && !name.startsWith('mod+')) return;
    if ((name === 'Enter' || name === ' ') && isButtonLike(event.target)) return;
    if (!first && overThePage(event.target)) return;
    event.preventDefault();
    action(event);
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener, first);
    return () => document.removeEventListener('keydown', listener, first);
  }, [enabled, first]);
}
