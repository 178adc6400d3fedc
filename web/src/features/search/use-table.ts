// The table's own state: which rows are open in place, what is looked for in it, what its heads do.

import { useMemo, useRef, useState } from 'react';
import { usePreference } from '../../base/preferences';
import { columnSpecs } from '../../panels/results-table/columns';
import { useFind } from '../../panels/results-table/use-find';
import type { ListedRows } from './rows-state';
import { useHeadActions } from './use-columns';
import { useExpanded } from './use-expanded';
import type { Page } from './use-page';

export type Table = ReturnType<typeof useTable>;

export function useTable(page: Page, list: ListedRows, tight: boolean, narrow: boolean) {
  const wrap = usePreference('wrap') && !tight;
  const specs = useMemo(
    () => columnSpecs(list.columns, page.source, tight),
    [list.columns, page.source, tight],
  );
  const [text, setText] = useState('');
  const [finding, setFinding] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const find = useFind(finding ? text : '', list.rows, specs, {
    zone: page.zone,
    tight: tight || narrow,
    wrap,
  });
  return {
    specs,
    wrap,
    head: useHeadActions(page, specs),
    expanded: useExpanded(),
    find,
    finding,
    text,
    setText,
    input,
    showFind: () => {
      setFinding(true);
      input.current?.select();
    },
    closeFind: () => setFinding(false),
  };
}
