// Fields of the source with their most frequent values: tick to include, dash to exclude. Counts are of the
// rows that match; a field with a choice of its own is counted as if that choice were not made.

import {
  IconAdjustmentsHorizontal,
  IconChevronDown,
  IconChevronRight,
  IconSearch,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Field, FieldValues, Filter, Intent, Source } from '../../api/types';
import { exact } from '../../base/format';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import { choose, only, withoutField, type Choice } from '../../links/filters';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { TextInput } from '../../ui/TextInput';
import { useSettled } from '../use-settled';
import { facetFields, facetTitle, facetValues } from './facet-state';
import { FacetRow } from './FacetRow';
import styles from './Facets.module.css';
import { FieldPicker } from './FieldPicker';
import { useValues } from './use-values';

interface FilterPanelProps {
  source: Source | undefined;
  fields: Field[];
  intent: Intent | undefined;
  filters: Filter[];
  onFilters: (filters: Filter[]) => void;
}

const kFewValues = 20; // asked for at first
const kManyValues = 500; // after "Show more"
const kShownValues = 10;
const kFieldsAtOnce = 12;
const kSettleMs = 250;

export function FilterPanel({ source, fields, intent, filters, onFilters }: FilterPanelProps) {
  const added = usePreference('moreFields');
  const folded = usePreference('foldedFields');
  const [find, setFind] = useState('');
  const [picking, setPicking] = useState(false);
  const settled = useSettled(find.trim(), kSettleMs);
  const names = facetFields(fields, added, filters, source);
  const open = names.filter((name) => !folded.includes(name));
  const shared = open
    .filter((name) => !filters.some((filter) => filter.field === name))
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
      <div className={styles.groups}>
        {names.map((name) => (
          <FacetGroup
            key={name}
            name={name}
            source={source}
            intent={intent}
            filters={filters}
            onFilters={onFilters}
            open={!folded.includes(name)}
            shared={together.state?.[name]}
            busy={together.busy}
            prefix={settled}
            wanted={added.includes(name) || name === source?.severity || name === source?.service}
            always={word !== '' && name.toLowerCase().includes(word)}
          />
        ))}
        {names.length === 0 && (
          <p className={styles.none}>
            {fields.length === 0 ? 'No fields yet.' : 'Choose the fields to filter by.'}
          </p>
        )}
        {together.error && <p className={styles.none}>{together.error.message}</p>}
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

function toggleFold(name: string): void {
  const { foldedFields } = preferences();
  setPreferences({
    foldedFields: foldedFields.includes(name)
      ? foldedFields.filter((other) => other !== name)
      : [...foldedFields, name],
  });
}

interface GroupProps {
  name: string;
  source: Source | undefined;
  intent: Intent | undefined;
  filters: Filter[];
  onFilters: (filters: Filter[]) => void;
  open: boolean;
  shared: FieldValues | undefined;
  busy: boolean;
  prefix: string;
  always: boolean; // the field itself was looked for
  wanted: boolean; // it stays in sight without values
}

function FacetGroup(props: GroupProps) {
  const { name, filters, open, prefix, intent } = props;
  const [many, setMany] = useState(false);
  const chosen = filters.some((filter) => filter.field === name);
  const wanted = props.always ? '' : prefix;
  const own = chosen || many || wanted !== prefix;
  const without = intent && { ...intent, filters: withoutField(intent.filters ?? [], name) };
  const alone = useValues(own && open ? without : undefined, [name], many ? kManyValues : kFewValues, wanted);
  const answer = own ? alone.state?.[name] : props.shared;
  const values = facetValues(answer, name, filters, name === props.source?.severity);
  const shown = many
    ? values
    : [...values.slice(0, kShownValues), ...values.slice(kShownValues).filter((value) => value.choice)];
  const distinct = Number(answer?.distinct ?? values.length);
  const busy = own ? alone.busy : props.busy;
  if (open && !busy && values.length === 0 && (prefix !== '' || !props.wanted)) return null;

  const choice = (value: string, next: Choice) => props.onFilters(choose(filters, name, value, next));
  return (
    <section aria-label={name} aria-busy={busy}>
      <h3>
        <button
          type="button"
          className={styles.head}
          aria-expanded={open}
          title={name}
          onClick={() => toggleFold(name)}
        >
          {open ? <IconChevronDown size={12} stroke={1.6} /> : <IconChevronRight size={12} stroke={1.6} />}
          <span>{facetTitle(name, props.source)}</span>
          {open && distinct > 0 && <em title={`${exact(distinct)} different values`}>{exact(distinct)}</em>}
        </button>
      </h3>
      {open && (
        <ul>
          {shown.map((value) => (
            <FacetRow
              key={value.value}
              item={value}
              field={name}
              source={props.source}
              onChoose={choice}
              onOnly={(v) => props.onFilters(only(filters, name, v))}
            />
          ))}
          {values.length === 0 && (
            <li className={styles.none}>{busy ? 'Counting' : answer ? 'No values' : 'Not counted'}</li>
          )}
        </ul>
      )}
      {open && !many && distinct > shown.length && (
        <Button tone="link" className={styles.more} onClick={() => setMany(true)}>
          Show {exact(Math.min(distinct, kManyValues) - shown.length)} more
        </Button>
      )}
    </section>
  );
}
