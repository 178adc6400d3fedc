// Every way of saying a time: free text with what was understood of it, lengths up to now, two instants, a
// stretch around one. Nothing is chosen before it is read without error.

import { IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import type { Zone } from '../../base/clock';
import { kPresets, rangeInput, rangeLabel, type Interval, type TimeRange } from '../../base/time-range';
import { findSpan } from '../../base/time-span';
import { readTimeText } from '../../base/time-text';
import { Segmented } from '../../ui/Segmented';
import { AroundForm } from './AroundForm';
import { BetweenForm } from './BetweenForm';
import { TimeField } from './TimeField';
import styles from './TimePicker.module.css';

interface ChoicesProps {
  range: TimeRange;
  interval: Interval;
  zone: Zone;
  onChoose: (range: TimeRange) => void;
  onLive: () => void;
  onZone: (zone: Zone) => void;
}

type Way = 'last' | 'between' | 'around';

export function TimeChoices(props: ChoicesProps) {
  const { range, interval, zone, onChoose } = props;
  const [text, setText] = useState(() => rangeInput(range, interval, zone));
  const [way, setWay] = useState<Way>('last');
  const [now] = useState(() => Date.now());
  return (
    <div className={styles.choices}>
      <TimeField
        className={styles.free}
        label="Type a time range"
        icon={<IconClock size={14} stroke={1.6} />}
        text={text}
        onText={setText}
        help="Try 2h, yesterday 3pm to 5pm, around 15:04, 2026-11-20 21:00 – 2026-11-21 03:12, or seconds since 1970"
        reading={readTimeText(text, now, zone)}
        now={now}
        zone={zone}
        onChoose={onChoose}
      />
      <div className={styles.ways}>
        <Segmented<Way>
          small
          label="Kind of time range"
          value={way}
          onChange={setWay}
          options={[
            { value: 'last', label: 'Up to now' },
            { value: 'between', label: 'From – to' },
            { value: 'around', label: 'Around a time' },
          ]}
        />
      </div>
      {way === 'last' && <UpToNow {...props} />}
      {way === 'between' && <BetweenForm interval={interval} zone={zone} now={now} onChoose={onChoose} />}
      {way === 'around' && <AroundForm interval={interval} zone={zone} now={now} onChoose={onChoose} />}
      <div className={styles.foot}>
        <span>Times are shown and read in</span>
        <Segmented
          small
          label="Time zone"
          value={zone}
          onChange={props.onZone}
          options={[
            { value: 'local', label: localName() },
            { value: 'utc', label: 'UTC' },
          ]}
        />
      </div>
    </div>
  );
}

function UpToNow({ range, onChoose, onLive }: ChoicesProps) {
  return (
    <ul className={styles.list} aria-label="Ranges up to now">
      <li>
        <button type="button" onClick={onLive}>
          Live Tail<em>rows as they arrive</em>
        </button>
      </li>
      {kPresets.map((preset) => {
        const option: TimeRange = { kind: 'last', ms: findSpan(preset)! };
        const chosen = range.kind === 'last' && range.ms === option.ms;
        return (
          <li key={preset}>
            <button type="button" aria-pressed={chosen} onClick={() => onChoose(option)}>
              {rangeLabel(option)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function localName(): string {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === 'UTC' ? 'Local' : `Local, ${name.split('/').at(-1)!.replaceAll('_', ' ')}`;
}
