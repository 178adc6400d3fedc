// The open command palette with what every page offers: the pages, the saved searches, how it all looks. Loaded
// when it is first opened.

import { useNavigate } from '@tanstack/react-router';
import { setPreferences, type Preferences } from '../base/preferences';
import { setPaletteOpen, useCommands, type Command } from '../panels/palette/commands';
import { Palette } from '../panels/palette/Palette';
import { useSavedSearches } from '../panels/saved/use-saved';
import { kPages } from './pages';

const kLooks: { name: string; change: Partial<Preferences> }[] = [
  { name: 'Theme: Dark', change: { theme: 'dark' } },
  { name: 'Theme: Light', change: { theme: 'light' } },
  { name: 'Theme: System', change: { theme: 'system' } },
  { name: 'Rows: Compact', change: { density: 'compact' } },
  { name: 'Rows: Cosy', change: { density: 'cosy' } },
  { name: 'Times: Local', change: { zone: 'local' } },
  { name: 'Times: UTC', change: { zone: 'utc' } },
  { name: 'Menu: Unfolded', change: { menuPinned: true } },
  { name: 'Menu: Folded', change: { menuPinned: false } },
];

/** The time of the search that is shown stays when a saved one is opened over it. */
const timeOf = ({ range, from, to }: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries({ range, from, to }).filter(([, value]) => value !== undefined));

export function Commands() {
  const navigate = useNavigate();
  const { saved } = useSavedSearches();
  const pages: Command[] = kPages.map(({ path, name }) => ({
    key: `page ${path}`,
    group: 'Page',
    name,
    run: () => void navigate({ to: path }),
  }));
  const searches: Command[] = (saved ?? []).map(({ id, name, tags, favourite }) => ({
    key: `saved ${id}`,
    group: 'Saved search',
    name,
    note: [favourite ? 'favourite' : '', ...tags].filter((word) => word !== '').join(', ') || undefined,
    run: () =>
      void navigate({
        to: '/search',
        search: (now) => ({ ...timeOf(now as Record<string, string>), saved: id }),
      }),
  }));
  const looks: Command[] = kLooks.map(({ name, change }) => ({
    key: name,
    group: 'Preference',
    name,
    run: () => setPreferences(change),
  }));
  useCommands(() => ({ commands: [...pages, ...searches, ...looks] }), searches.length);
  return <Palette onClose={() => setPaletteOpen(false)} />;
}
