// Which rows are open in place. They close with a new search, since their ids leave the list.

import { useState } from 'react';
import type { ResultRow } from '../../api/types';
import { useStable } from '../../base/use-stable';

/** The one opened first closes when there would be more. */
const kMostExpanded = 20;

export function useExpanded() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useStable((row: Pick<ResultRow, 'id'>) =>
    setIds((before) => {
      if (before.has(row.id)) return new Set([...before].filter((id) => id !== row.id));
      return new Set([...before, row.id].slice(-kMostExpanded));
    }),
  );
  return { ids, toggle };
}
