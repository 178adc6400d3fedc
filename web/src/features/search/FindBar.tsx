// Find in the table, in the place of its bar: what is typed is looked for in the rows that are loaded.

import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { exact, plural } from '../../base/format';
import type { Find } from '../../panels/results-table/use-find';
import { ButtonGroup } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import styles from './Search.module.css';

interface FindBarProps {
  text: string;
  onText: (text: string) => void;
  find: Find;
  loaded: number;
  inputRef: RefObject<HTMLInputElement | null>;
  onClose: () => void;
}

export function FindBar({ text, onText, find, loaded, inputRef, onClose }: FindBarProps) {
  return (
    <div className={styles.tableBar} role="search" aria-label="Find in the table">
      <TextInput
        ref={inputRef}
        className={styles.findInput}
        label="Find in the table"
        placeholder="Find in the table"
        value={text}
        autoFocus
        icon={<IconSearch size={14} stroke={1.6} />}
        onChange={onText}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ButtonGroup label="Matches">
        <IconButton
          size="s"
          tone="quiet"
          label="Previous match"
          keys="⇧↵"
          icon={<IconChevronUp size={16} stroke={1.6} />}
          onClick={() => find.step(-1)}
        />
        <IconButton
          size="s"
          tone="quiet"
          label="Next match"
          keys="↵"
          icon={<IconChevronDown size={16} stroke={1.6} />}
          onClick={() => find.step(1)}
        />
      </ButtonGroup>
      <span className={styles.findCount} role="status">
        {findWords(find, loaded)}
      </span>
      <span className={styles.space} />
      <IconButton
        size="s"
        label="Close find"
        keys="Esc"
        icon={<IconX size={16} stroke={1.6} />}
        onClick={onClose}
      />
    </div>
  );
}

/** Says where it looked: only what is loaded is on the page. */
function findWords(find: Find, loaded: number): string {
  const where = `the ${plural(loaded, 'loaded row')}`;
  if (!find.found) return `Looks at ${where}`;
  if (find.count === 0) return `Nothing in ${where}`;
  const count = `${exact(find.count)}${find.more ? '+' : ''}`;
  return find.at < 0 ? `${count} in ${where}` : `${exact(find.at + 1)} of ${count} in ${where}`;
}
