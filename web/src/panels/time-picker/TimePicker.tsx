// The time of a page: earlier, the chosen range, later. Opens to the guide's list, a box that reads free
// text, and exact instants.

import { IconChevronDown, IconChevronLeft, IconChevronRight, IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { rangeText, zoneName, type Zone } from '../../base/clock';
import {
  kPresets,
  findSpan,
  parseTimeText,
  rangeInput,
  rangeLabel,
  shiftInterval,
  type Interval,
  type TimeRange,
} from '../../base/time-range';
import { msFromNanos } from '../../base/nanos';
import { classes } from '../../base/classes';
import { Button, ButtonGroup } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { Segmented } from '../../ui/Segmented';
import { TextInput } from '../../ui/TextInput';
import styles from './TimePicker.module.css';

interface TimePickerProps {
  range: TimeRange;
  interval: Interval;
  zone: Zone;
  open: boolean;
  onOpen: (open: boolean) => void;
  onRange: (range: TimeRange) => void;
  onLive: () => void;
  onZone: (zone: Zone) => void;
}

export function TimePicker({
  range,
  interval,
  zone,
  open,
  onOpen,
  onRange,
  onLive,
  onZone,
}: TimePickerProps) {
  const fromMs = msFromNanos(interval.fromNs);
  const toMs = msFromNanos(interval.toNs);
  const choose = (next: TimeRange) => {
    onOpen(false);
    onRange(next);
  };
  const shift = (direction: -1 | 1) => onRange(shiftInterval(interval, direction, Date.now()));
  const instants = rangeText(fromMs, toMs, zone);
  return (
    <ButtonGroup label="Time range">
      <IconButton
        className={styles.arrow}
        tone="quiet"
        label="Earlier"
        icon={<IconChevronLeft size={16} stroke={1.6} />}
        onClick={() => shift(-1)}
      />
      <Popover
        open={open}
        onClose={() => onOpen(false)}
        align="end"
        label="Time range"
        target={
          <Button
            className={styles.chosen}
            aria-label={`Time range: ${rangeLabel(range)}, ${instants} ${zoneName(zone, toMs)}`}
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => onOpen(!open)}
            icon={<IconClock size={16} stroke={1.6} />}
          >
            <b>{rangeLabel(range)}</b>
            <span className={styles.instants}>{instants}</span>
            <em className={styles.zone}>{zoneName(zone, toMs)}</em>
            <IconChevronDown size={14} stroke={1.6} />
          </Button>
        }
      >
        <Choices
          range={range}
          interval={interval}
          zone={zone}
          onChoose={choose}
          onLive={() => (onOpen(false), onLive())}
          onZone={onZone}
        />
      </Popover>
      <IconButton
        className={styles.arrow}
        tone="quiet"
        label="Later"
        disabled={range.kind === 'last'}
        icon={<IconChevronRight size={16} stroke={1.6} />}
        onClick={() => shift(1)}
      />
    </ButtonGroup>
  );
}

interface ChoicesProps extends Pick<TimePickerProps, 'range' | 'interval' | 'zone' | 'onLive' | 'onZone'> {
  onChoose: (range: TimeRange) => void;
}

function Choices({ range, interval, zone, onChoose, onLive, onZone }: ChoicesProps) {
  const [text, setText] = useState(() => rangeInput(range, interval, zone));
  const [touched, setTouched] = useState(false);
  const [now] = useState(() => Date.now());
  const read = parseTimeText(text, now, zone);
  return (
    <div className={styles.choices}>
      <form
        className={styles.free}
        onSubmit={(event) => {
          event.preventDefault();
          setTouched(true);
          if (read) onChoose(read);
        }}
      >
        <TextInput
          label="Type a time range"
          value={text}
          data-autofocus
          code
          invalid={touched && !read}
          onFocus={(event) => event.target.select()}
          onChange={(next) => {
            setText(next);
            setTouched(true);
          }}
          icon={<IconClock size={14} stroke={1.6} />}
        />
        <p className={classes(styles.reading, touched && !read && styles.bad)} role="status">
          {touched
            ? reading(read, now, zone)
            : 'Try 2h, yesterday 3pm to 5pm, or 2026-11-20 21:00 – 2026-11-21 03:12'}
        </p>
      </form>
      <div className={styles.columns}>
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
      </div>
      <div className={styles.foot}>
        <span>Times are shown in</span>
        <Segmented
          small
          label="Time zone"
          value={zone}
          onChange={onZone}
          options={[
            { value: 'local', label: localName() },
            { value: 'utc', label: 'UTC' },
          ]}
        />
      </div>
    </div>
  );
}

function reading(read: TimeRange | undefined, now: number, zone: Zone): string {
  if (!read) return 'Not a time range. Write a length such as 2h, or two instants with “to” between them.';
  if (read.kind === 'last') return `${rangeLabel(read)}: ${rangeText(now - read.ms, now, zone)}`;
  return rangeText(msFromNanos(read.fromNs), msFromNanos(read.toNs), zone);
}

function localName(): string {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === 'UTC' ? 'Local' : `Local, ${name.split('/').at(-1)!.replaceAll('_', ' ')}`;
}
