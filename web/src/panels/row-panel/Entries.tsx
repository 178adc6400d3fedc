// Keys and values of a row, in sections that fold.

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { classes } from '../../base/classes';
import { duration, exact } from '../../base/format';
import { Button } from '../../ui/Button';
import type { Entry } from './entry';
import { ActionsOfEntry, useAttention, type EntryActions } from './EntryActions';
import styles from './Entries.module.css';
import { LongText } from './LongText';
import { speaksOfFailure } from './sections';

/** Entries drawn at first, and how many come with each "more": a row may have thousands. */
export const kShownEntries = 100;
const kMoreEntries = 200;

interface EntryListProps {
  entries: Entry[];
  actions: EntryActions;
}

export function EntryList({ entries, actions }: EntryListProps) {
  const [most, setMost] = useState(kShownEntries);
  const shown = entries.slice(0, most);
  return (
    <>
      <dl className={styles.entries}>
        {shown.map((entry) => (
          <EntryLine key={entry.key} entry={entry} actions={actions} />
        ))}
      </dl>
      <MoreOf all={entries.length} shown={shown.length} onMore={() => setMost(most + kMoreEntries)} />
    </>
  );
}

export function MoreOf({ all, shown, onMore }: { all: number; shown: number; onMore: () => void }) {
  if (shown >= all) return null;
  return (
    <Button tone="link" className={styles.more} onClick={onMore}>
      Show {exact(Math.min(kMoreEntries, all - shown))} more of {exact(all)}
    </Button>
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

function EntryLine({ entry, actions }: { entry: Entry; actions: EntryActions }) {
  const { key, field, value } = entry;
  const { attended, handlers } = useAttention();
  const readable =
    field !== undefined && field === actions.durationColumn
      ? `${duration(Number(value))} (${value} ns)`
      : value;
  return (
    <div className={styles.entry} tabIndex={0} {...handlers}>
      <dt className={styles.key} title={key}>
        {key}
      </dt>
      <dd className={classes(styles.value, speaksOfFailure(key) && value !== '' && styles.failure)}>
        {readable === '' ? <i className={styles.empty}>(empty)</i> : <LongText text={readable} />}
      </dd>
      {attended && <ActionsOfEntry name={key} field={field} value={value} actions={actions} />}
    </div>
  );
}
