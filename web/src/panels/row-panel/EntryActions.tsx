// What can be done with a key and its value. The buttons come when the mouse or the focus is on the line: a
// row may have thousands of lines. Their place is free before, so nothing moves.

import { IconColumns3, IconFilter, IconFilterOff, IconFocus2 } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import styles from './Entries.module.css';

export type FieldChoice = 'include' | 'exclude' | 'only';

export interface EntryActions {
  durationColumn: string | undefined;
  onFilter: (field: string, value: string, choice: FieldChoice) => void;
  onColumn: (field: string) => void;
  hasColumn: (field: string) => boolean;
}

interface ActionsProps {
  name: string;
  field: string | undefined; // absent: it cannot be searched by value
  value: string | (() => string);
  actions: EntryActions;
}

export function ActionsOfEntry({ name, field, value, actions }: ActionsProps) {
  const button = (label: string, icon: React.ReactNode, onClick: () => void, pressed?: boolean) => (
    <Button
      tone="ghost"
      size="xs"
      className={styles.action}
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { pressed })}
      onClick={onClick}
    >
      {icon}
    </Button>
  );
  const filterable = field !== undefined && typeof value === 'string';
  return (
    <span className={styles.actions}>
      {filterable && (
        <>
          {button(`Filter to ${name} is this`, <IconFilter size={14} stroke={1.6} />, () =>
            actions.onFilter(field, value, 'include'),
          )}
          {button(`Exclude ${name} is this`, <IconFilterOff size={14} stroke={1.6} />, () =>
            actions.onFilter(field, value, 'exclude'),
          )}
          {button(`Only ${name} is this`, <IconFocus2 size={14} stroke={1.6} />, () =>
            actions.onFilter(field, value, 'only'),
          )}
          {button(
            actions.hasColumn(field) ? `Remove the column ${name}` : `Add ${name} as a column`,
            <IconColumns3 size={14} stroke={1.6} />,
            () => actions.onColumn(field),
            actions.hasColumn(field),
          )}
        </>
      )}
      <CopyButton label={`Copy the value of ${name}`} text={value} />
    </span>
  );
}

/** Whether the mouse or the focus is on an element; spread the handlers on it. */
export function useAttention() {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  return {
    attended: hovered || focused,
    handlers: {
      onMouseEnter: () => setHovered(true),
      onMouseLeave: () => setHovered(false),
      onFocus: () => setFocused(true),
      onBlur: (event: React.FocusEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      },
    },
  };
}
