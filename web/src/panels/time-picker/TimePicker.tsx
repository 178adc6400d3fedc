// The time of a page: earlier, the chosen range, later. Opens to every way of saying a time.

import { IconChevronDown, IconChevronLeft, IconChevronRight, IconClock } from '@tabler/icons-react';
import { rangeText, zoneName, type Zone } from '../../base/clock';
import { msFromNanos } from '../../base/nanos';
import { rangeLabel, shiftInterval, type Interval, type TimeRange } from '../../base/time-range';
import { Button, ButtonGroup } from '../../ui/Button';
import { Popover } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { TimeChoices } from './TimeChoices';
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
  const toMs = msFromNanos(interval.toNs);
  const shift = (direction: -1 | 1) => onRange(shiftInterval(interval, direction, Date.now()));
  const instants = rangeText(msFromNanos(interval.fromNs), toMs, zone);
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
        <TimeChoices
          range={range}
          interval={interval}
          zone={zone}
          onChoose={(next) => (onOpen(false), onRange(next))}
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
