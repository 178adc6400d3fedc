// What the table shows: its columns and order as one quiet, editable line, and how it wraps.

import { IconColumns3, IconPencil, IconTextWrap } from '@tabler/icons-react';
import { useState } from 'react';
import { setPreferences, usePreference } from '../../base/preferences';
import { FieldPicker } from '../../panels/facets/FieldPicker';
import { splitColumns } from '../../panels/results-table/columns';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import styles from './Search.module.css';
import { toggleColumn } from './state';
import type { Page } from './use-page';

/** `tight` leaves out what has no room. */
export function TableBar({ page, tight }: { page: Page; tight: boolean }) {
  const [editing, setEditing] = useState(false);
  const [picking, setPicking] = useState(false);
  const wrap = usePreference('wrap');
  const { source, link } = page;
  const columns = link.columns ?? source?.default_select ?? [];
  const setColumns = (next: string[]) => page.go({ columns: next.length === 0 ? undefined : next });
  if (editing)
    return (
      <div className={styles.tableBar}>
        <SelectEditor
          columns={columns}
          onDone={(next) => {
            setEditing(false);
            if (next) setColumns(next);
          }}
        />
      </div>
    );
  return (
    <div className={styles.tableBar}>
      <span className={styles.select} title={columns.join(', ')}>
        <b>SELECT</b> {columns.join(', ')}
        <span>
          <b>ORDER BY</b> {source?.timestamp} {link.order === 'newest' ? 'DESC' : 'ASC'}
        </span>
      </span>
      <IconButton
        size="xs"
        label="Edit the columns"
        icon={<IconPencil size={14} stroke={1.6} />}
        onClick={() => setEditing(true)}
      />
      {link.columns && !tight && (
        <Button tone="ghost" size="xs" onClick={() => setColumns([])}>
          Reset
        </Button>
      )}
      <span className={styles.space} />
      {!tight && (
        <>
          <Popover
            open={picking}
            onClose={() => setPicking(false)}
            label="Columns"
            align="end"
            target={
              <Button
                tone="ghost"
                size="s"
                aria-expanded={picking}
                icon={<IconColumns3 size={16} stroke={1.6} />}
                onClick={() => setPicking(!picking)}
              >
                Columns
              </Button>
            }
          >
            <FieldPicker
              fields={page.fields}
              chosen={columns}
              onToggle={(name) => setColumns(toggleColumn(columns, name))}
            />
          </Popover>
          <Button
            tone="ghost"
            size="s"
            pressed={wrap}
            icon={<IconTextWrap size={16} stroke={1.6} />}
            onClick={() => setPreferences({ wrap: !wrap })}
          >
            Wrap
          </Button>
        </>
      )}
    </div>
  );
}

function SelectEditor({
  columns,
  onDone,
}: {
  columns: string[];
  onDone: (columns: string[] | undefined) => void;
}) {
  const [text, setText] = useState(columns.join(', '));
  return (
    <form
      className={styles.selectEditor}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(splitColumns(text));
      }}
    >
      <b>SELECT</b>
      <TextInput
        label="Columns"
        code
        className={styles.selectInput}
        value={text}
        autoFocus
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone(undefined);
        }}
      />
      <Button size="s" type="submit">
        Apply
      </Button>
      <Button size="s" tone="ghost" onClick={() => onDone(undefined)}>
        Cancel
      </Button>
    </form>
  );
}
