// Fields of the source with their most frequent values: tick to include, dash to exclude; numbers with a slider.
// Counts are of the rows that match; a field with a choice of its own is counted as if that choice were not made.

import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import { useSettled } from '../use-settled';
import { FacetGroup, kFewValues } from './FacetGroup';
import type { FilterPanelProps } from './panel-props';
import { facetFields, isNumeric } from './facet-state';
import styles from './Facets.module.css';
import { FieldPicker } from './FieldPicker';
import { NumberGroup } from './NumberGroup';
import { usePins } from './use-pins';
import { useValues } from './use-values';

/** As many as one request may name. */
const kFieldsAtOnce = 50;
const kSettleMs = 250;

export function FilterPanel(props: FilterPanelProps) {
  const { source, fields, intent, filters } = props;
  const added = usePreference('moreFields');
  const folded = usePreference('foldedFields');
  const asNumbers = usePreference('numberFields');
  const [find, setFind] = useState('');
  const [picking, setPicking] = useState(false);
  const settled = useSettled(find.trim(), kSettleMs);
  const pins = usePins(source?.id ?? '');
  const names = facetFields(fields, added, filters, source, [...pins.team.fields, ...pins.mine.fields]);
  const types = new Map(fields.map((field) => [field.name, field.type]));
  const isNumbers = (name: string) => isNumeric(types.get(name) ?? '') || asNumbers.includes(name);
  const open = names.filter((name) => !folded.includes(name));
  const shared = open
    .filter((name) => !isNumbers(name) && !filters.some((filter) => filter.field === name))
    .slice(0, kFieldsAtOnce);
  const together = useValues(intent, shared, kFewValues, settled);
  const word = find.trim().toLowerCase();

  return (
    <section className={styles.panel} aria-label="Filters">
      <h2 className={styles.title}>
        Filters
        <Popover
          open={picking}
          onClose={() => setPicking(false)}
          label="Fields in this panel"
          align="end"
          target={
            <IconButton
              size="xs"
              label="Choose fields"
              icon={<IconAdjustmentsHorizontal size={14} stroke={1.6} />}
              onClick={() => setPicking(!picking)}
            />
          }
        >
          <FieldPicker fields={fields} chosen={names} onToggle={toggleField} />
        </Popover>
      </h2>
      <TextInput
        className={styles.find}
        label="Find a field or value"
        placeholder="Find a field or value"
        value={find}
        onChange={setFind}
        icon={<IconSearch size={14} stroke={1.6} />}
      />
      {pins.error && (
        <p className={styles.wrong} role="alert">
          The team’s pins were not changed. {pins.error.message}
        </p>
      )}
      <div className={styles.groups}>
        {names.map((name) => {
          const group = { ...props, name, pins, open: !folded.includes(name) };
          return isNumbers(name) ? (
            <NumberGroup key={name} {...group} hidden={word !== '' && !name.toLowerCase().includes(word)} />
          ) : (
            <FacetGroup
              key={name}
              {...group}
              shared={together.state?.[name]}
              busy={together.busy}
              typed={settled}
              wanted={added.includes(name) || name === source?.severity || name === source?.service}
              always={word !== '' && name.toLowerCase().includes(word)}
            />
          );
        })}
        {names.length === 0 && (
          <p className={styles.none}>
            {fields.length === 0 ? 'No fields yet.' : 'Choose the fields to filter by.'}
          </p>
        )}
        {together.error?.body.place && <p className={styles.none}>Not counted: the search has a mistake.</p>}
        {together.error && !together.error.body.place && (
          <p className={styles.none} role="alert">
            {together.error.message}{' '}
            <Button tone="link" onClick={together.again}>
              Count again
            </Button>
          </p>
        )}
      </div>
    </section>
  );
}

function toggleField(name: string): void {
  const { moreFields } = preferences();
  setPreferences({
    moreFields: moreFields.includes(name)
      ? moreFields.filter((other) => other !== name)
      : [...moreFields, name],
  });
}
