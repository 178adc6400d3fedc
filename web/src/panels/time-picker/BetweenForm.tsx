// From one instant to another. What was typed stays as it was typed, seconds and all.

import { useState } from 'react';
import { isoDate, hourMinute, type Zone } from '../../base/clock';
import { msFromNanos } from '../../base/nanos';
import { findPoint } from '../../base/time-point';
import type { Interval, TimeRange } from '../../base/time-range';
import { between, type Reading } from '../../base/time-text';
import { Button } from '../../ui/Button';
import { TextInput } from '../../ui/TextInput';
import { ReadingLine } from './TimeField';
import styles from './TimePicker.module.css';

interface BetweenFormProps {
  interval: Interval;
  zone: Zone;
  now: number;
  onChoose: (range: TimeRange) => void;
}

export function BetweenForm({ interval, zone, now, onChoose }: BetweenFormProps) {
  const [from, setFrom] = useState(() => instantText(interval.fromNs, zone));
  const [to, setTo] = useState(() => instantText(interval.toNs, zone));
  const reading = readEnds(from, to, now, zone);
  return (
    <form
      className={styles.ends}
      onSubmit={(event) => {
        event.preventDefault();
        if (reading.range) onChoose(reading.range);
      }}
    >
      <label>
        Start
        <TextInput label="Start" code value={from} onChange={setFrom} />
      </label>
      <label>
        End
        <TextInput label="End" code value={to} onChange={setTo} />
      </label>
      <ReadingLine reading={reading} now={now} zone={zone} />
      <Button type="submit" tone="primary" disabled={!reading.range}>
        Apply
      </Button>
    </form>
  );
}

/** "2026-11-21 03:12:00" in the zone. */
export function instantText(ns: bigint, zone: Zone): string {
  const ms = msFromNanos(ns);
  return `${isoDate(ms, zone)} ${hourMinute(ms, zone, true)}`;
}

function readEnds(from: string, to: string, now: number, zone: Zone): Reading {
  const start = findPoint(from, now, zone);
  if (!start) return { range: undefined, why: 'The start is no time that can be read.' };
  const end = findPoint(to, now, zone, start);
  if (!end) return { range: undefined, why: 'The end is no time that can be read.' };
  return between(start.ns, end.endNs, now);
}
