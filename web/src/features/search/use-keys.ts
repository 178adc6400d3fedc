// The page's keys.

import { useHotkeys } from '../../base/hotkeys';
import type { RowTab } from '../../links/search-link';

export interface PageKeys {
  focusSearch: () => void;
  openTime: () => void;
  run: () => void;
  refresh: () => void;
  save: () => void;
  step: (step: 1 | -1) => void;
  moveCell: (step: 1 | -1) => void;
  open: () => void;
  close: () => void;
  tab: (tab: RowTab) => void;
  find: () => void;
  expand: () => void;
  cell: (what: 'include' | 'exclude' | 'copy') => void;
  newest: () => void;
  pause: () => void;
  help: () => void;
  reference: () => void;
}

export function usePageKeys(keys: PageKeys): void {
  useHotkeys({
    '/': keys.focusSearch,
    d: keys.openTime,
    'mod+Enter': keys.run,
    r: keys.refresh,
    'mod+s': keys.save,
    j: () => keys.step(1),
    ArrowDown: () => keys.step(1),
    k: () => keys.step(-1),
    ArrowUp: () => keys.step(-1),
    ArrowRight: () => keys.moveCell(1),
    ArrowLeft: () => keys.moveCell(-1),
    Enter: keys.open,
    Escape: keys.close,
    1: () => keys.tab('overview'),
    2: () => keys.tab('columns'),
    3: () => keys.tab('context'),
    'mod+f': keys.find,
    e: keys.expand,
    f: () => keys.cell('include'),
    x: () => keys.cell('exclude'),
    c: () => keys.cell('copy'),
    g: keys.newest,
    p: keys.pause,
    '?': keys.help,
    'mod+/': keys.reference,
  });
}
