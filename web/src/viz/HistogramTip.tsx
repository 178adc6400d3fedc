// The tip of one bar: its bucket's start and end, then the counts, largest first. It stands beside the index.

import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { hourMinute, monthDay, type Zone } from '../base/clock';
import { exact, span } from '../base/format';
import { IconButton } from '../ui/IconButton';
import { kGroups, type Bar, type Group } from './histogram-shape';
import styles from './Histogram.module.css';

interface TipProps {
  bar: Bar;
  before: number | undefined; // events of the period before at this place
  left: number;
  width: number;
  zone: Zone;
  names: Record<Group, string>;
  hidden: ReadonlySet<Group>;
  pinned: boolean;
  onClose: () => void;
  children?: ReactNode;
}

const kGroupColor: Record<Group, string> = {
  fatal: 'var(--fatal-fill)',
  error: 'var(--err-fill)',
  warn: 'var(--warn-fill)',
  calm: 'var(--bar)',
};

export function HistogramTip(props: TipProps) {
  const { bar, before, left, width, zone, names, hidden, pinned, onClose, children } = props;
  const length = bar.endMs - bar.startMs;
  const seconds = length % 60_000 !== 0;
  const side = left > width / 2 ? { right: width - left + 10 } : { left: left + 10 };
  const groups = kGroups
    .filter((group) => bar.counts[group] > 0 && !hidden.has(group))
    .sort((a, b) => bar.counts[b] - bar.counts[a]);
  return (
    <div
      className={styles.tip}
      style={side}
      data-pinned={pinned}
      role={pinned ? 'dialog' : undefined}
      aria-label="Counts of this bar"
    >
      <div className={styles.tipHead}>
        <b>{`${monthDay(bar.startMs, zone)} ${hourMinute(bar.startMs, zone, seconds)}`}</b>
        <span>{`– ${hourMinute(bar.endMs, zone, seconds)}`}</span>
        {bar.share < 0.999 && <span>{`${cut(bar.share * length, length)} of ${span(length)}`}</span>}
        {pinned && (
          <IconButton label="Close" size="xs" icon={<IconX size={12} stroke={1.6} />} onClick={onClose} />
        )}
      </div>
      {groups.length === 0 && <div className={styles.tipRow}>No events</div>}
      {groups.map((group) => (
        <div key={group} className={styles.tipRow}>
          <i style={{ background: kGroupColor[group] }} />
          {names[group]}
          <b>{exact(bar.counts[group])}</b>
        </div>
      ))}
      {before !== undefined && (
        <div className={styles.tipRow}>
          <i className={styles.beforeSwatch} />
          period before
          <b>{exact(before)}</b>
        </div>
      )}
      {children}
    </div>
  );
}

function cut(ms: number, whole: number): string {
  const unit = whole >= 7_200_000 ? 3_600_000 : whole >= 120_000 ? 60_000 : 1000;
  return String(Number((ms / unit).toFixed(ms / unit < 10 ? 1 : 0)));
}

/** The swatch of a group, for legends. */
export function GroupSwatch({ group }: { group: Group }) {
  return <i className={styles.swatch} style={{ background: kGroupColor[group] }} />;
}
