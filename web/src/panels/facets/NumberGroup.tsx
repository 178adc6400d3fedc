// A field of numbers in the filter panel: how they spread, and a slider for the range that is wanted.

import { useState } from 'react';
import { streamNumbers } from '../../api/streams';
import type { FieldNumbers, Filter, Intent, NumbersEvent } from '../../api/types';
import { exact } from '../../base/format';
import { preferences, setPreferences } from '../../base/preferences';
import { rangeOf, withoutField, withRange } from '../../links/filters';
import type { MenuItem } from '../../ui/Floating';
import { useStream, type Streamed } from '../use-stream';
import styles from './Facets.module.css';
import type { FilterPanelProps } from './panel-props';
import { GroupHead } from './GroupHead';
import { RangeSlider } from './RangeSlider';
import type { AllPins } from './use-pins';

interface NumberGroupProps extends FilterPanelProps {
  name: string;
  pins: AllPins;
  open: boolean;
  hidden: boolean; // something else is looked for
}

export function NumberGroup(props: NumberGroupProps) {
  const { name, intent, filters, open, source, onFilters } = props;
  const without = intent && { ...intent, filters: withoutField(intent.filters ?? [], name) };
  const counted = useNumbers(open && !props.hidden ? without : undefined, name);
  const [last, setLast] = useState(counted.state);
  if (counted.state && counted.state !== last) setLast(counted.state);
  const numbers = counted.state ?? (counted.busy ? last : undefined);
  if (props.hidden) return null;

  const hasColumn = props.columns.includes(name);
  const chosen = rangeOf(filters, name);
  const actions: MenuItem[] = [
    {
      key: 'column',
      label: hasColumn ? 'Remove the column' : 'Add as a column',
      onChoose: () => props.onColumn(name),
    },
    ...(preferences().numberFields.includes(name)
      ? [{ key: 'values', label: 'As values', onChoose: () => showAsValues(name, filters, onFilters) }]
      : []),
    ...(chosen
      ? [
          {
            key: 'clear',
            label: 'Clear its range',
            onChoose: () => onFilters(withRange(filters, name, { min: undefined, max: undefined })),
          },
        ]
      : []),
  ];
  return (
    <section aria-label={name} aria-busy={counted.busy}>
      <GroupHead
        name={name}
        source={source}
        open={open}
        pins={props.pins}
        note={open && counted.busy ? 'counting' : undefined}
        title={undefined}
        actions={actions}
      />
      {open && counted.error && (
        <p className={styles.none} role={counted.error.body.place ? undefined : 'alert'}>
          {counted.error.body.place ? 'Not counted' : counted.error.message}
        </p>
      )}
      {open && !counted.error && !numbers && <p className={styles.none}>Counting</p>}
      {open && numbers && (numbers.min === undefined || numbers.max === undefined) && (
        <p className={styles.none}>No numbers among the rows.</p>
      )}
      {open && numbers?.min !== undefined && numbers.max !== undefined && (
        <RangeSlider
          name={name}
          isDuration={name === source?.duration}
          min={numbers.min}
          max={numbers.max}
          buckets={numbers.buckets.map(Number)}
          chosen={chosen}
          onRange={(range) => onFilters(withRange(filters, name, range))}
        />
      )}
      {open && numbers && Number(numbers.others) > 0 && (
        <p className={styles.none}>{exact(numbers.others)} rows have something else there.</p>
      )}
    </section>
  );
}

function useNumbers(intent: Intent | undefined, field: string): Streamed<FieldNumbers | undefined> {
  const request = intent && { ...intent, fields: [field] };
  return useStream<NumbersEvent, FieldNumbers | undefined>({
    key: ['numbers', request],
    enabled: request !== undefined,
    open: (signal) => streamNumbers(request!, signal),
    initial: undefined,
    reduce: (state, event) => (event.event === 'numbers' ? event : state),
  });
}

function showAsValues(name: string, filters: Filter[], onFilters: (filters: Filter[]) => void): void {
  setPreferences({ numberFields: preferences().numberFields.filter((other) => other !== name) });
  if (rangeOf(filters, name)) onFilters(withRange(filters, name, { min: undefined, max: undefined }));
}
