// Keys and values of a row. A key's actions show on hover and focus, over the free space at its right end.

import { IconColumns3, IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useState } from 'react';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { classes } from '../../base/classes';
import { duration, exact } from '../../base/format';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import { IconButton } from '../../ui/IconButton';
import { LongText } from './LongText';
import styles from './RowPanel.module.css';
import { speaksOfFailure, type Entry } from './sections';

export interface EntryActions {
  durationColumn: string | undefined;
  onFilter: (field: string, value: string, choice: 'include' | 'exclude') => void;
  onColumn: (field: string) => void;
  hasColumn: (field: string) => boolean;
}

const kShownEntries = 100;

interface EntryListProps {
  entries: Entry[];
  actions: EntryActions;
  showType?: boolean;
}

/** The first of them, until all are wanted: a row may have thousands. */
export function EntryList({ entries, actions, showType = false }: EntryListProps) {
  const [all, setAll] = useState(false);
  const shown = all ? entries : entries.slice(0, kShownEntries);
  return (
    <>
      <dl className={styles.entries}>
        {shown.map((entry) => (
          <EntryLine key={entry.key} entry={entry} actions={actions} showType={showType} />
        ))}
      </dl>
      {shown.length < entries.length && (
        <Button tone="link" className={styles.more} onClick={() => setAll(true)}>
          Show {exact(entries.length - shown.length)} more
        </Button>
      )}
    </>
  );
}

export function EntrySection({ title, ...list }: EntryListProps & { title: string }) {
  const [open, setOpen] = useState(true);
  return (
    <section aria-label={title}>
      <h3>
        <button
          type="button"
          className={styles.sectionHead}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronDown size={14} stroke={1.6} /> : <IconChevronRight size={14} stroke={1.6} />}
          {title}
          <em>{exact(list.entries.length)}</em>
        </button>
      </h3>
      {open && <EntryList {...list} />}
    </section>
  );
}

function EntryLine({
  entry,
  actions,
  showType = false,
}: {
  entry: Entry;
  actions: EntryActions;
  showType?: boolean;
}) {
  const { key, field, value } = entry;
  const readable =
    field !== undefined && field === actions.durationColumn
      ? `${duration(Number(value))} (${value} ns)`
      : value;
  return (
    <div className={styles.entry}>
      <dt className={styles.key} title={key}>
        {key}
        {showType && <em>{entry.type}</em>}
      </dt>
      <dd className={classes(styles.value, speaksOfFailure(key) && value !== '' && styles.failure)}>
        {readable === '' ? <i className={styles.empty}>(empty)</i> : <LongText text={readable} />}
      </dd>
      <span className={styles.entryActions}>
        {field !== undefined && (
          <>
            <IconButton
              size="xs"
              label={`Filter to ${key} is this`}
              icon={<IconFilter size={14} stroke={1.6} />}
              onClick={() => actions.onFilter(field, value, 'include')}
            />
            <IconButton
              size="xs"
              label={`Exclude ${key} is this`}
              icon={<IconFilterOff size={14} stroke={1.6} />}
              onClick={() => actions.onFilter(field, value, 'exclude')}
            />
            <IconButton
              size="xs"
              label={actions.hasColumn(field) ? `Remove the column ${key}` : `Add ${key} as a column`}
              pressed={actions.hasColumn(field)}
              icon={<IconColumns3 size={14} stroke={1.6} />}
              onClick={() => actions.onColumn(field)}
            />
          </>
        )}
        <CopyButton label={`Copy the value of ${key}`} text={value} />
      </span>
    </div>
  );
}
