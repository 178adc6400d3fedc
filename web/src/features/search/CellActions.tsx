// What can be done with the value under the mouse, and at the row's end with the row. Plain buttons: they
// come and go with every row that the mouse crosses.

import { IconBraces, IconCopy, IconFilter, IconFilterOff, IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ActiveCell } from '../../panels/results-table/columns';
import { Button } from '../../ui/Button';
import styles from './Search.module.css';
import type { CellAction } from './use-walk';

export function CellActions({
  cell,
  onCell,
}: {
  cell: ActiveCell;
  onCell: (what: CellAction, cell: ActiveCell) => void;
}) {
  const name = cell.column.name;
  const action = (what: CellAction, label: string, icon: ReactNode, keys?: string) => (
    <Button
      tone="ghost"
      size="xs"
      tabIndex={-1}
      className={styles.cellAction}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      onClick={() => onCell(what, cell)}
    >
      {icon}
    </Button>
  );
  return (
    <span className={styles.cellActions}>
      {cell.column.filterable && (
        <>
          {action('include', `Filter to this ${name}`, <IconFilter size={14} stroke={1.6} />, 'f')}
          {action('exclude', `Exclude this ${name}`, <IconFilterOff size={14} stroke={1.6} />, 'x')}
        </>
      )}
      {action('copy', 'Copy the value', <IconCopy size={14} stroke={1.6} />, 'c')}
      {cell.column.flexible && (
        <>
          {action('copy row', 'Copy the row as JSON', <IconBraces size={14} stroke={1.6} />)}
          {action('copy link', 'Copy a link to the row', <IconLink size={14} stroke={1.6} />)}
        </>
      )}
    </span>
  );
}
