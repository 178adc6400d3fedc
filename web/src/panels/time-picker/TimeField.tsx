// A field that reads a time as it is typed, and says beneath what it understood or why it did not.

import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { classes } from '../../base/classes';
import { rangeText, zoneName, type Zone } from '../../base/clock';
import { span } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { rangeLabel, type TimeRange } from '../../base/time-range';
import type { Reading } from '../../base/time-text';
import { TextInput } from '../../ui/TextInput';
import styles from './TimePicker.module.css';

interface TimeFieldProps {
  className: string | undefined;
  label: string;
  icon: ReactNode;
  text: string;
  onText: (text: string) => void;
  help: string; // before anything was typed
  reading: Reading;
  now: number;
  zone: Zone;
  onChoose: (range: TimeRange) => void;
}

export function TimeField(props: TimeFieldProps) {
  const { reading } = props;
  const [touched, setTouched] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    if (reading.range) props.onChoose(reading.range);
  };
  return (
    <form className={props.className} onSubmit={submit}>
      <TextInput
        label={props.label}
        value={props.text}
        data-autofocus
        code
        invalid={touched && !reading.range}
        onFocus={(event) => event.target.select()}
        onChange={(next) => {
          props.onText(next);
          setTouched(true);
        }}
        icon={props.icon}
      />
      {touched ? (
        <ReadingLine reading={reading} now={props.now} zone={props.zone} />
      ) : (
        <p className={styles.reading}>{props.help}</p>
      )}
    </form>
  );
}

export function ReadingLine({ reading, now, zone }: { reading: Reading; now: number; zone: Zone }) {
  return (
    <p className={classes(styles.reading, !reading.range && styles.bad)} role="status">
      {reading.range ? sentence(reading.range, reading.cut, now, zone) : reading.why}
    </p>
  );
}

function sentence(range: TimeRange, cut: boolean, now: number, zone: Zone): string {
  if (range.kind === 'last') return `${rangeLabel(range)}: ${rangeText(now - range.ms, now, zone)}`;
  const [fromMs, toMs] = [msFromNanos(range.fromNs), msFromNanos(range.toNs)];
  const words = `${rangeText(fromMs, toMs, zone)} ${zoneName(zone, toMs)}, ${span(toMs - fromMs)}`;
  return cut ? `${words}. Its end was after now and is cut to now.` : words;
}
