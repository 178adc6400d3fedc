// What can be done with the value under the mouse.

import { IconCopy, IconFilter, IconFilterOff } from '@tabler/icons-react';
import type { ActiveCell } from '../../panels/results-table/columns';
import { IconButton } from '../../ui/IconButton';
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
  return (
    <span className={styles.cellActions}>
      {cell.column.filterable && (
        <>
          <IconButton
            size="xs"
            tabIndex={-1}
            label={`Filter to this ${name}`}
            keys="f"
            icon={<IconFilter size={14} stroke={1.6} />}
            onClick={() => onCell('include', cell)}
          />
          <IconButton
            size="xs"
            tabIndex={-1}
            label={`Exclude this ${name}`}
            keys="x"
            icon={<IconFilterOff size={14} stroke={1.6} />}
            onClick={() => onCell('exclude', cell)}
          />
        </>
      )}
      <IconButton
        size="xs"
        tabIndex={-1}
        label="Copy the value"
        keys="c"
        icon={<IconCopy size={14} stroke={1.6} />}
        onClick={() => onCell('copy', cell)}
      />
    </span>
  );
}
