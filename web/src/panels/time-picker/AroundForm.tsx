// So long on each side of one instant: an alert's, a user's report's.

import { useState } from 'react';
import type { Zone } from '../../base/clock';
import { span } from '../../base/format';
import { findPoint } from '../../base/time-point';
import type { Interval, TimeRange } from '../../base/time-range';
import { findSpan } from '../../base/time-span';
import { aroundInstant, kAroundMs, type Reading } from '../../base/time-text';
import { TextInput } from '../../ui/TextInput';
import { instantText } from './BetweenForm';
import { ReadingLine } from './TimeField';
import styles from './TimePicker.module.css';

const kWidths = ['30s', '1m', '5m', '15m', '30m', '1h', '3h', '6h', '12h'];

interface AroundFormProps {
  interval: Interval;
  zone: Zone;
  now: number;
  onChoose: (range: TimeRange) => void;
}

export function AroundForm({ interval, zone, now, onChoose }: AroundFormProps) {
  const [text, setText] = useState(() => instantText((interval.fromNs + interval.toNs) / 2n, zone));
  const [ms, setMs] = useState(kAroundMs);
  const point = findPoint(text, now, zone);
  const around = (width: number): Reading =>
    point
      ? aroundInstant(point.ns, width, now)
      : { range: undefined, why: 'Write one time, such as 15:04, yesterday 3pm or 1795316400.' };
  const reading = around(ms);
  return (
    <form
      className={styles.around}
      onSubmit={(event) => {
        event.preventDefault();
        if (reading.range) onChoose(reading.range);
      }}
    >
      <label>
        Time
        <TextInput label="Time" code value={text} onChange={setText} />
      </label>
      <ul aria-label="On each side">
        {kWidths.map((width) => {
          const widthMs = findSpan(width)!;
          return (
            <li key={width}>
              <button
                type="button"
                aria-pressed={widthMs === ms}
                disabled={!point}
                onFocus={() => setMs(widthMs)}
                onMouseEnter={() => setMs(widthMs)}
                onClick={() => {
                  const chosen = around(widthMs).range;
                  if (chosen) onChoose(chosen);
                }}
              >
                ± {span(widthMs)}
              </button>
            </li>
          );
        })}
      </ul>
      <ReadingLine reading={reading} now={now} zone={zone} />
    </form>
  );
}
