// A row's overview or its columns, with a search within, as a table or as JSON.

import { IconCopy, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Row, Source } from '../../api/types';
import { Button } from '../../ui/Button';
import { Segmented } from '../../ui/Segmented';
import { TextInput } from '../../ui/TextInput';
import { ColumnValues } from './ColumnValues';
import type { EntryActions } from './EntryActions';
import { LongText } from './LongText';
import { Overview } from './Overview';
import styles from './RowPanel.module.css';
import { rowJson, type RowView } from './sections';

interface RowValuesProps {
  row: Row;
  view: RowView;
  source: Source;
  traces: Source | undefined;
  tab: 'overview' | 'columns';
  actions: EntryActions;
  onOpenTrace: ((traceId: string) => void) | undefined;
}

export function RowValues({ row, view, source, traces, tab, actions, onOpenTrace }: RowValuesProps) {
  const [find, setFind] = useState('');
  const [form, setForm] = useState<'table' | 'json'>('table');
  return (
    <>
      <div className={styles.tools}>
        <TextInput
          className={styles.find}
          label="Find a key or value"
          placeholder="Find a key or value"
          value={find}
          onChange={setFind}
          icon={<IconSearch size={14} stroke={1.6} />}
        />
        <span className={styles.space} />
        <Segmented
          small
          label="Form"
          value={form}
          onChange={setForm}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Button
          tone="ghost"
          size="s"
          icon={<IconCopy size={14} stroke={1.6} />}
          onClick={() => void navigator.clipboard.writeText(rowJson(row))}
        >
          Copy row
        </Button>
      </div>
      <div
        className={styles.scroll}
        tabIndex={0}
        aria-label={tab === 'overview' ? 'Overview' : 'Column Values'}
      >
        {form === 'json' && <Json row={row} />}
        {form === 'table' && tab === 'overview' && (
          <Overview
            view={view}
            source={source}
            traces={traces}
            find={find}
            actions={actions}
            onOpenTrace={onOpenTrace}
          />
        )}
        {form === 'table' && tab === 'columns' && <ColumnValues row={row} find={find} actions={actions} />}
      </div>
    </>
  );
}

function Json({ row }: { row: Row }) {
  const [text] = useState(() => rowJson(row));
  return (
    <pre className={styles.json}>
      <LongText text={text} />
    </pre>
  );
}
