// A row opened in place, in the list: its values without leaving the neighbours.

import { useMemo, useState } from 'react';
import type { Source } from '../../api/types';
import { Button } from '../../ui/Button';
import { ProgressBar } from '../../ui/ProgressBar';
import { Segmented } from '../../ui/Segmented';
import { ColumnValues } from './ColumnValues';
import type { EntryActions } from './EntryActions';
import { Overview } from './Overview';
import styles from './RowPanel.module.css';
import { viewRow } from './sections';
import { useRow } from './use-row';

interface InlineRowProps {
  source: Source;
  traces: Source | undefined;
  id: string;
  actions: EntryActions;
  onOpen: () => void; // in the panel
}

export function InlineRow({ source, traces, id, actions, onOpen }: InlineRowProps) {
  const { data: row, error, isFetching } = useRow(source.id, id);
  const [tab, setTab] = useState<'overview' | 'columns'>('overview');
  const view = useMemo(() => row && viewRow(row, source), [row, source]);
  return (
    <section className={styles.inline} aria-label="Row in place">
      <ProgressBar busy={isFetching} />
      <div className={styles.inlineTools}>
        <Segmented
          small
          label="What of the row"
          value={tab}
          onChange={setTab}
          options={[
            { value: 'overview', label: 'Overview' },
            { value: 'columns', label: 'Column Values' },
          ]}
        />
        <Button tone="link" onClick={onOpen}>
          Open beside the list
        </Button>
      </div>
      <div className={styles.scroll} tabIndex={0} aria-label="Values of the row">
        {error && <p className={styles.none}>{error.message}</p>}
        {row && view && tab === 'overview' && (
          <Overview
            view={view}
            source={source}
            traces={traces}
            find=""
            actions={actions}
            onOpenTrace={undefined}
          />
        )}
        {row && tab === 'columns' && <ColumnValues row={row} find="" actions={actions} />}
      </div>
    </section>
  );
}
