// The team's saved searches: find, open, rename, delete with a way back.

import { IconSearch, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { exact, plural } from '../../base/format';
import { StatusLine } from '../../panels/frame/StatusLine';
import { TopBar } from '../../panels/frame/TopBar';
import type { SavedParams } from '../../links/saved-search';
import { undoDelete, useUndoable } from '../../panels/saved/deleting';
import { useSavedSearches } from '../../panels/saved/use-saved';
import { Failed, StateFrame } from '../../panels/states/States';
import { Button } from '../../ui/Button';
import { Note } from '../../ui/Note';
import { Segmented } from '../../ui/Segmented';
import { TextInput } from '../../ui/TextInput';
import { SavedRow } from './SavedRow';
import styles from './SavedPage.module.css';
import { formatView, listed, parseView, tagCounts, type SavedSort, type SavedView } from './shape';

export function SavedPage() {
  const params: SavedParams = useSearch({ strict: false });
  const navigate = useNavigate();
  const view = parseView(params);
  const go = (change: Partial<SavedView>) =>
    void navigate({ to: '/saved', search: formatView({ ...view, ...change }), replace: true });
  const { saved, error, refetch } = useSavedSearches();
  return (
    <>
      <TopBar
        title="Saved Searches"
        detail={saved && <em className={styles.count}>{exact(saved.length)}</em>}
      />
      <Undo />
      <main className={styles.page} aria-label="Saved Searches">
        {error && !saved ? (
          <Failed title="The list cannot be read" message={error.message} onRetry={() => void refetch()} />
        ) : !saved ? null : saved.length === 0 ? (
          <StateFrame title="No saved searches yet">
            <p>
              On the Search page, <b>Save</b> keeps what is asked under a name, for everybody here. The time
              range is left to whoever opens it.
            </p>
          </StateFrame>
        ) : (
          <>
            <Bar view={view} onView={go} tags={tagCounts(saved)} />
            <List view={view} saved={listed(saved, view)} onView={go} />
          </>
        )}
      </main>
      <StatusLine hints={[]}>{saved && plural(saved.length, 'saved search', 'saved searches')}</StatusLine>
    </>
  );
}

function Undo() {
  const [search] = useUndoable();
  if (!search) return null;
  return (
    <div className={styles.undo}>
      <Note
        icon={null}
        actions={
          <Button size="s" onClick={() => undoDelete(search.id)}>
            Undo
          </Button>
        }
      >
        Deleted “{search.name}”.
      </Note>
    </div>
  );
}

interface BarProps {
  view: SavedView;
  onView: (change: Partial<SavedView>) => void;
  tags: [tag: string, count: number][];
}

function Bar({ view, onView, tags }: BarProps) {
  return (
    <div className={styles.bar} role="search" aria-label="Saved searches">
      <TextInput
        className={styles.find}
        label="Find a saved search"
        placeholder="Find by name, tag or words"
        value={view.find}
        onChange={(find) => onView({ find })}
        icon={<IconSearch size={14} stroke={1.6} />}
      />
      <Button
        size="s"
        pressed={view.favourites}
        icon={view.favourites ? <IconStarFilled size={14} /> : <IconStar size={14} stroke={1.6} />}
        onClick={() => onView({ favourites: !view.favourites })}
      >
        Favourites
      </Button>
      <Segmented<SavedSort>
        small
        label="Order"
        value={view.sort}
        onChange={(sort) => onView({ sort })}
        options={[
          { value: 'changed', label: 'Last changed' },
          { value: 'name', label: 'Name' },
          { value: 'made', label: 'Newest' },
        ]}
      />
      {tags.length > 0 && (
        <div className={styles.tags} role="group" aria-label="Tags">
          {tags.map(([tag, count]) => (
            <button
              key={tag}
              type="button"
              className={styles.tag}
              aria-pressed={view.tag === tag}
              onClick={() => onView({ tag: view.tag === tag ? undefined : tag })}
            >
              {tag} <em>{count}</em>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function List({
  view,
  saved,
  onView,
}: Pick<BarProps, 'view' | 'onView'> & { saved: ReturnType<typeof listed> }) {
  if (saved.length === 0)
    return (
      <StateFrame title="No saved search matches">
        <div>
          <Button onClick={() => onView({ find: '', tag: undefined, favourites: false })}>Show all</Button>
        </div>
      </StateFrame>
    );
  return (
    <ul className={styles.list} aria-label="Saved searches">
      {saved.map((search) => (
        <SavedRow
          key={search.id}
          search={search}
          onTag={(tag) => onView({ tag: view.tag === tag ? undefined : tag })}
        />
      ))}
    </ul>
  );
}
