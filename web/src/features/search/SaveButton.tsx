// Saves what is asked, or updates the saved search this page began as.

import { IconBookmark, IconBookmarkFilled, IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { saysTheSame, searchedOf } from '../../links/saved-search';
import { deleteSaved } from '../../panels/saved/deleting';
import { RenameDialog } from '../../panels/saved/RenameDialog';
import { SaveDialog, type Naming } from '../../panels/saved/SaveDialog';
import { saysOf } from '../../panels/saved/says';
import { useChangeSaved, useCreateSaved } from '../../panels/saved/use-saved';
import { Button, ButtonGroup } from '../../ui/Button';
import { Menu } from '../../ui/Floating';
import styles from './Save.module.css';
import { documentTitle, type Draft } from './state';
import type { Page } from './use-page';

type Dialog = 'new' | 'rename' | undefined;

export function SaveButton({
  page,
  draft,
  open,
  onOpen,
}: {
  page: Page;
  draft: Draft;
  open: boolean; // the dialog of a new one, also opened by a key and the palette
  onOpen: (open: boolean) => void;
}) {
  const { link, source, saved } = page;
  const [renaming, setRenaming] = useState(false);
  const navigate = useNavigate();
  const change = useChangeSaved();
  if (!source) return null;
  const search = saved.search;
  const asked = { ...link, ...draft };
  const searched = searchedOf(asked, source.id);
  const changed = search !== undefined && !saysTheSame(asked, source.id, search);
  const update = () => {
    page.ask({ ...draft, row: link.row });
    if (search)
      change.mutate({ saved: search, change: { columns: undefined, sort: undefined, ...searched } });
  };
  const remove = () => {
    if (search) deleteSaved(search);
    void navigate({ to: '/saved' });
  };
  const dialog: Dialog = open ? 'new' : renaming ? 'rename' : undefined;
  return (
    <ButtonGroup label="Saved search">
      <Button
        className={styles.save}
        icon={search && !changed ? <IconBookmarkFilled size={16} /> : <IconBookmark size={16} stroke={1.6} />}
        aria-label={search ? (changed ? `Update ${search.name}` : `${search.name} is saved`) : 'Save'}
        title={change.error?.message}
        disabled={search !== undefined && (!changed || change.isPending)}
        onClick={() => (search ? update() : onOpen(true))}
      >
        <span>{search ? (changed ? 'Update' : 'Saved') : 'Save'}</span>
      </Button>
      {search && (
        <Menu
          label="Saved search"
          align="end"
          target={
            <Button className={styles.more} aria-label={`More of ${search.name}`}>
              <IconChevronDown size={14} stroke={1.6} />
            </Button>
          }
          sections={[
            {
              items: [
                { key: 'new', label: 'Save as a new one', onChoose: () => onOpen(true) },
                { key: 'rename', label: 'Rename, tags', onChoose: () => setRenaming(true) },
                { key: 'delete', label: 'Delete', onChoose: remove },
              ],
            },
          ]}
        />
      )}
      {dialog === 'new' && <SaveNew page={page} draft={draft} onClose={() => onOpen(false)} />}
      {dialog === 'rename' && search && (
        <RenameDialog search={search} change={change} onClose={() => setRenaming(false)} />
      )}
    </ButtonGroup>
  );
}

function SaveNew({ page, draft, onClose }: { page: Page; draft: Draft; onClose: () => void }) {
  const { link, source, saved } = page;
  const create = useCreateSaved();
  const searched = searchedOf({ ...link, ...draft }, source!.id);
  const start: Naming = { name: saved.search ? '' : suggestion(page, draft), tags: [], favourite: false };
  return (
    <SaveDialog
      title="Save this search"
      start={start}
      says={saysOf(searched, source!.name)}
      busy={create.isPending}
      error={create.error?.message}
      onSave={(naming) =>
        create.mutate(
          { ...naming, ...searched },
          {
            onSuccess: ({ id }) => {
              onClose();
              page.ask({ ...draft, saved: id, source: source!.id, row: link.row });
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}

function suggestion({ link }: Page, draft: Draft): string {
  const words = documentTitle({ ...link, ...draft }, undefined).split(' · ')[0]!;
  return words === 'Search' ? '' : words;
}
