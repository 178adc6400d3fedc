// One saved search in the list.

import { IconPencil, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SavedSearch } from '../../api/types';
import { monthDay } from '../../base/clock';
import { msFromNanos } from '../../base/nanos';
import { usePreference } from '../../base/preferences';
import { deleteSaved } from '../../panels/saved/deleting';
import { RenameDialog } from '../../panels/saved/RenameDialog';
import { filterWords } from '../../panels/saved/says';
import { useChangeSaved } from '../../panels/saved/use-saved';
import { IconButton } from '../../ui/IconButton';
import styles from './SavedPage.module.css';

export function SavedRow({ search, onTag }: { search: SavedSearch; onTag: (tag: string) => void }) {
  const zone = usePreference('zone');
  const change = useChangeSaved();
  const [renaming, setRenaming] = useState(false);
  const { name, favourite, tags } = search;
  const asked = [search.text.trim(), ...filterWords(search.filters)].filter((part) => part !== '');
  return (
    <li className={styles.row}>
      <IconButton
        size="s"
        label={favourite ? `Take ${name} out of the favourites` : `Make ${name} a favourite`}
        pressed={favourite}
        icon={favourite ? <IconStarFilled size={16} /> : <IconStar size={16} stroke={1.6} />}
        onClick={() => change.mutate({ saved: search, change: { favourite: !favourite } })}
      />
      <div className={styles.what}>
        <Link to="/search" search={{ saved: search.id }} className={styles.open}>
          {name}
        </Link>
        <code title={asked.join(', ')}>{asked.length > 0 ? asked.join(', ') : 'every row'}</code>
        {change.error && !renaming && (
          <p className={styles.wrong} role="alert">
            {change.error.message}
          </p>
        )}
      </div>
      <span className={styles.rowTags}>
        {tags.map((tag) => (
          <button key={tag} type="button" className={styles.tag} onClick={() => onTag(tag)}>
            {tag}
          </button>
        ))}
      </span>
      <span className={styles.source}>{search.source}</span>
      <span className={styles.changed}>{monthDay(msFromNanos(search.updated_ns), zone)}</span>
      <IconButton
        size="s"
        label={`Rename ${name}`}
        icon={<IconPencil size={16} stroke={1.6} />}
        onClick={() => setRenaming(true)}
      />
      <IconButton
        size="s"
        label={`Delete ${name}`}
        icon={<IconTrash size={16} stroke={1.6} />}
        onClick={() => deleteSaved(search)}
      />
      {renaming && <RenameDialog search={search} change={change} onClose={() => setRenaming(false)} />}
    </li>
  );
}
