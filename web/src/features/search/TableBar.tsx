// What the table shows: its columns and order as one quiet, editable line, and how it wraps.

import { IconColumns3, IconPencil, IconSearch, IconTextWrap } from '@tabler/icons-react';
import { useState } from 'react';
import { kModKey } from '../../base/hotkeys';
import { setPreferences, usePreference } from '../../base/preferences';
import { FieldPicker } from '../../panels/facets/FieldPicker';
import { splitColumns } from '../../panels/results-table/columns';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import { ExportMenu } from './ExportMenu';
import { FindBar } from './FindBar';
import styles from './Search.module.css';
import { toggleColumn } from './state';
import { columnsOf, withColumns } from './use-columns';
import type { Page } from './use-page';
import type { Table } from './use-table';

interface TableBarProps {
  page: Page;
  table: Table;
  loaded: number; // rows
  tight: boolean; // leaves out what has no room
}

export function TableBar({ page, table, loaded, tight }: TableBarProps) {
  const [editing, setEditing] = useState(false);
  const { link } = page;
  const columns = columnsOf(page);
  const setColumns = (next: string[]) => page.go(withColumns(page, next));
  if (table.finding)
    return (
      <FindBar
        text={table.text}
        onText={table.setText}
        find={table.find}
        loaded={loaded}
        inputRef={table.input}
        onClose={table.closeFind}
      />
    );
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
          <b>ORDER BY</b> {orderWords(page)}
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
      <IconButton
        size="s"
        label="Find in the table"
        keys={kFindKey}
        icon={<IconSearch size={16} stroke={1.6} />}
        onClick={table.showFind}
      />
      {!tight && (
        <>
          <Columns page={page} columns={columns} onColumns={setColumns} />
          <Wrap />
        </>
      )}
      <ExportMenu page={page} />
    </div>
  );
}

const kFindKey = `${kModKey} F`;

function orderWords({ link, source }: Page): string {
  if (link.sort) return `${link.sort.column} ${link.sort.direction === 'descending' ? 'DESC' : 'ASC'}`;
  return `${source?.timestamp} ${link.order === 'newest' ? 'DESC' : 'ASC'}`;
}

function Columns({
  page,
  columns,
  onColumns,
}: {
  page: Page;
  columns: string[];
  onColumns: (columns: string[]) => void;
}) {
  const [picking, setPicking] = useState(false);
  return (
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
        onToggle={(name) => onColumns(toggleColumn(columns, name))}
      />
    </Popover>
  );
}

function Wrap() {
  const wrap = usePreference('wrap');
  return (
    <Button
      tone="ghost"
      size="s"
      pressed={wrap}
      icon={<IconTextWrap size={16} stroke={1.6} />}
      onClick={() => setPreferences({ wrap: !wrap })}
    >
      Wrap
    </Button>
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
