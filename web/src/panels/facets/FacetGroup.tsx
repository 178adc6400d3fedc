// One field of the filter panel with its values.

import { useState } from 'react';
import type { FieldValues } from '../../api/types';
import { exact } from '../../base/format';
import { preferences, setPreferences } from '../../base/preferences';
import { choose, only, withoutField, type Choice } from '../../links/filters';
import { Button } from '../../ui/Button';
import type { MenuItem } from '../../ui/Floating';
import { TextInput } from '../../ui/TextInput';
import { useSettled } from '../use-settled';
import { countedRows, facetValues } from './facet-state';
import styles from './Facets.module.css';
import type { FilterPanelProps } from './panel-props';
import { GroupHead } from './GroupHead';
import { pinnedValues } from './pins';
import { useKept, useListOrder } from './use-kept';
import type { AllPins } from './use-pins';
import { useValues } from './use-values';
import { ValueList } from './ValueList';

export const kFewValues = 20; // asked for at first
const kMostValues = 10_000; // as many as the contract lists
const kShownValues = 10;
const kSettleMs = 250;

interface FacetGroupProps extends FilterPanelProps {
  name: string;
  pins: AllPins;
  open: boolean;
  shared: FieldValues | undefined; // counted with the other fields
  busy: boolean;
  typed: string; // looked for in the whole panel
  always: boolean; // the field itself was looked for
  wanted: boolean; // it stays in sight without values
}

export function FacetGroup(props: FacetGroupProps) {
  const { name, filters, open, intent, source, pins, onFilters } = props;
  const [many, setMany] = useState(false);
  const [shares, setShares] = useState(false);
  const [within, setWithin] = useState<string>();
  const settled = useSettled((within ?? '').trim(), kSettleMs);

  const chosen = filters.some((filter) => filter.field === name);
  const typed = settled !== '' ? settled : props.always ? '' : props.typed;
  const all = many || shares;
  const own = chosen || all || typed !== props.typed;
  const without = intent && { ...intent, filters: withoutField(intent.filters ?? [], name) };
  const alone = useValues(own && open ? without : undefined, [name], all ? kMostValues : kFewValues, typed);
  const busy = own ? alone.busy : props.busy;
  const question = JSON.stringify([intent?.source, intent?.text, intent?.language, typed]);
  const answer = useKept(own ? alone.state?.[name] : props.shared, question, busy);
  const order = useListOrder(answer);
  const pinned = [...new Set([...pinnedValues(pins.team, name), ...pinnedValues(pins.mine, name)])];
  const listed = typed === '' ? pinned : [];
  const view = { answer: answer.values, field: name, filters, order, pinned: listed };
  const values = facetValues({ ...view, bySeverity: name === source?.severity });
  const shown = many
    ? values
    : [
        ...values.slice(0, kShownValues),
        ...values.slice(kShownValues).filter((value) => value.choice ?? value.pinned),
      ];
  const distinct = Number(answer.values?.distinct ?? values.length);
  if (open && !busy && values.length === 0 && within === undefined && (props.typed !== '' || !props.wanted))
    return null;

  const choice = (value: string, next: Choice) => onFilters(choose(filters, name, value, next));
  const hasColumn = props.columns.includes(name);
  const isKey = props.fields.find((field) => field.name === name)?.kind === 'key';
  const actions: MenuItem[] = [
    {
      key: 'column',
      label: hasColumn ? 'Remove the column' : 'Add as a column',
      onChoose: () => props.onColumn(name),
    },
    {
      key: 'within',
      label: 'Search within',
      onChoose: () => setWithin(within === undefined ? '' : undefined),
    },
    {
      key: 'shares',
      label: shares ? 'Hide the distribution' : 'Show the distribution',
      onChoose: () => setShares(!shares),
    },
    ...(isKey
      ? [{ key: 'numbers', label: 'As a range of numbers', onChoose: () => showAsNumbers(name) }]
      : []),
    ...(chosen
      ? [{ key: 'clear', label: 'Clear its choices', onChoose: () => onFilters(withoutField(filters, name)) }]
      : []),
  ];
  return (
    <section aria-label={name} aria-busy={answer.counting}>
      <GroupHead
        name={name}
        source={source}
        open={open}
        pins={pins}
        note={!open ? undefined : answer.counting ? 'counting' : distinct > 0 ? exact(distinct) : undefined}
        title={answer.counting ? undefined : `${exact(distinct)} different values`}
        actions={actions}
      />
      {open && within !== undefined && (
        <TextInput
          className={styles.within}
          label={`Search within ${name}`}
          placeholder="Search within"
          autoFocus
          value={within}
          onChange={setWithin}
          onKeyDown={(event) => event.key === 'Escape' && setWithin(undefined)}
        />
      )}
      {open && (
        <ValueList
          values={shown}
          field={name}
          source={source}
          pins={pins}
          counting={answer.counting}
          total={shares ? countedRows(answer.values) : undefined}
          empty={busy ? 'Counting' : answer.values ? 'No values' : 'Not counted'}
          onChoose={choice}
          onOnly={(value) => onFilters(only(filters, name, value))}
        />
      )}
      {open && shares && !answer.counting && countedRows(answer.values) === undefined && (
        <p className={styles.none}>
          More than {exact(kMostValues)} different values: shares of all rows cannot be told.
        </p>
      )}
      {open && (many || distinct > shown.length) && (
        <Button tone="link" className={styles.more} onClick={() => setMany(!many)}>
          {many ? 'Show fewer' : `Show ${exact(Math.min(distinct, kMostValues) - shown.length)} more`}
        </Button>
      )}
    </section>
  );
}

function showAsNumbers(name: string): void {
  setPreferences({ numberFields: [...preferences().numberFields, name] });
}
