// The head of a field in the filter panel: folds it, and holds what can be done with the field as a whole.

import { IconChevronDown, IconChevronRight, IconDots, IconPin, IconUsers } from '@tabler/icons-react';
import type { Source } from '../../api/types';
import { preferences, setPreferences } from '../../base/preferences';
import { Menu, type MenuItem } from '../../ui/Floating';
import { facetTitle } from './facet-state';
import styles from './Facets.module.css';
import { isFieldPinned } from './pins';
import type { AllPins } from './use-pins';

interface GroupHeadProps {
  name: string;
  source: Source | undefined;
  open: boolean;
  note: string | undefined; // how many different values, or that it is being counted
  title: string | undefined;
  pins: AllPins;
  actions: MenuItem[];
}

export function GroupHead({ name, source, open, note, title, pins, actions }: GroupHeadProps) {
  const mine = isFieldPinned(pins.mine, name);
  const team = isFieldPinned(pins.team, name);
  return (
    <h3 className={styles.headLine}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        title={name}
        onClick={() => toggleFold(name)}
      >
        {open ? <IconChevronDown size={12} stroke={1.6} /> : <IconChevronRight size={12} stroke={1.6} />}
        <span>{facetTitle(name, source)}</span>
        {team && <IconUsers size={12} stroke={1.6} aria-label="pinned by the team" />}
        {mine && <IconPin size={12} stroke={1.6} aria-label="pinned by you" />}
        {note !== undefined && <em title={title}>{note}</em>}
      </button>
      <Menu
        label={`${name}: what to do`}
        align="end"
        target={
          <button type="button" className={styles.dots} aria-label={`More of ${name}`}>
            <IconDots size={14} stroke={1.6} />
          </button>
        }
        sections={[
          { items: actions },
          {
            items: [
              {
                key: 'mine',
                label: mine ? 'Unpin for me' : 'Pin for me',
                onChoose: () => pins.turnField('mine', name),
              },
              {
                key: 'team',
                label: team ? 'Unpin for the team' : 'Pin for the team',
                onChoose: () => pins.turnField('team', name),
              },
            ],
          },
        ]}
      />
    </h3>
  );
}

function toggleFold(name: string): void {
  const { foldedFields } = preferences();
  setPreferences({
    foldedFields: foldedFields.includes(name)
      ? foldedFields.filter((other) => other !== name)
      : [...foldedFields, name],
  });
}
