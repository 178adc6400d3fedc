// Which groups the legend has switched off.

import { useState } from 'react';
import type { Group } from '../../viz/histogram-shape';

export function useHidden(): [ReadonlySet<Group>, (group: Group) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<Group>>(new Set());
  const toggle = (group: Group) =>
    setHidden((before) => {
      const next = new Set(before);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  return [hidden, toggle];
}
