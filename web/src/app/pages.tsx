// The pages of the menu, in its order.

import { IconBookmark, IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface PageEntry {
  path: '/search' | '/saved';
  name: string;
  icon: ReactNode;
}

export const kPages: PageEntry[] = [
  { path: '/search', name: 'Search', icon: <IconSearch size={18} stroke={1.6} /> },
  { path: '/saved', name: 'Saved Searches', icon: <IconBookmark size={18} stroke={1.6} /> },
];
