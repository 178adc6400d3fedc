// The results table over made-up rows: scroll it, walk it, resize and move its columns, find in it, open a row
// in place.

import { IconCopy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActiveCellStore } from '../../panels/results-table/active-cell';
import { columnSpecs } from '../../panels/results-table/columns';
import { ResultsTable } from '../../panels/results-table/ResultsTable';
import { useFind } from '../../panels/results-table/use-find';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import styles from './Gallery.module.css';
import { columns, rows, source } from './samples';

const nothing = () => undefined;
const kSpecs = columnSpecs(columns, source, false);

export function SampleTable() {
  const [active] = useState(() => new ActiveCellStore());
  const [current, setCurrent] = useState<string>();
  const [text, setText] = useState('');
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const find = useFind(text, rows, kSpecs, { zone: 'utc', tight: false, wrap: false });
  const expanded = useMemo(
    () => ({
      ids,
      content: () => <p className={styles.line}>What the row holds besides</p>,
      onToggle: (row: { id: string }) => setIds(ids.has(row.id) ? new Set() : new Set([row.id])),
    }),
    [ids],
  );
  return (
    <>
      <TextInput label="Find in the table" placeholder="Find in the table" value={text} onChange={setText} />
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
          expanded={expanded}
          found={find.found}
          head={{ names: source.default_select, onSort: nothing, onMove: nothing, onRemove: nothing }}
          onOpen={(row) => setCurrent(row.id)}
          onEnd={nothing}
          onScrolled={nothing}
          actions={() => (
            <IconButton size="xs" label="Copy the value" icon={<IconCopy size={14} stroke={1.6} />} />
          )}
        />
      </div>
    </>
  );
}
