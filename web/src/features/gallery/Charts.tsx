// The histogram: whole, beside the period before, being read, and cut.

import { kGroups, shapeBars } from '../../viz/histogram-shape';
import { Histogram, type Unread } from '../../viz/Histogram';
import styles from './Gallery.module.css';
import { bucketNs, buckets, kEndMs, kStartMs } from './samples';

const names = { fatal: 'fatal', error: 'error', warn: 'warn', calm: 'info and below' };
const hidden = new Set<(typeof kGroups)[number]>();
const whole = shapeBars(buckets, bucketNs, kStartMs, kEndMs);
const kReadFromMs = kEndMs - 8 * 3_600_000;
const part = shapeBars(
  buckets.filter((bucket) => Number(bucket.start_ns.slice(0, -6)) >= kReadFromMs),
  bucketNs,
  kStartMs,
  kEndMs,
);
const before = whole.map((bar, index) => ({ ...bar, counts: whole.at(index - 9)!.counts }));
const nothing = () => undefined;

export function Charts() {
  const unread = (words: string): Unread => ({ fromMs: kStartMs, toMs: kReadFromMs, words });
  const common = {
    fromMs: kStartMs,
    toMs: kEndMs,
    zone: 'utc' as const,
    height: 136,
    hidden,
    groupNames: names,
    onZoom: nothing,
    onZoomBack: nothing,
  };
  return (
    <div className={styles.stack}>
      <Histogram {...common} label="A whole day" bars={whole} indexMs={kEndMs - 600_000} />
      <Histogram {...common} label="Beside the period before" bars={whole} before={before} />
      <Histogram {...common} label="Being read" bars={part} unread={unread('not read yet')} />
      <Histogram {...common} label="Cut by a limit" bars={part} unread={unread('not read')} />
    </div>
  );
}
