// The results table over made-up rows: scroll it, walk it, resize its columns.

import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { ActiveCellStore } from '../../panels/results-table/active-cell';
import { ResultsTable } from '../../panels/results-table/ResultsTable';
import { IconButton } from '../../ui/IconButton';
import styles from './Gallery.module.css';
import { columns, rows, source } from './samples';

const nothing = () => undefined;

export function SampleTable() {
  const [active] = useState(() => new ActiveCellStore());
  const [current, setCurrent] = useState<string>();
  return (
    <div className={styles.table}>
      <ResultsTable
        columns={columns}
        rows={rows}
        source={source}
        zone="utc"
        order="newest"
        current={current}
        tight={false}
        narrow={false}
        wrap={false}
        dimmed={false}
        active={active}
        onOpen={(row) => setCurrent(row.id)}
        onEnd={nothing}
        onScrolled={nothing}
        actions={() => (
          <IconButton size="xs" label="Copy the value" icon={<IconCopy size={14} stroke={1.6} />} />
        )}
      />
    </div>
  );
}
