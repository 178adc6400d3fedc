// What a pinned bar offers: search its time, focus one severity, copy its numbers.

import { exact } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { only } from '../../links/filters';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import { groupOf, kGroups, type Bar, type Group } from '../../viz/histogram-shape';
import styles from './Chart.module.css';
import { groupNames } from './shape';
import type { Page } from './use-page';

interface BarActionsProps {
  page: Page;
  bar: Bar;
  onZoom: (fromMs: number, toMs: number) => void;
  onClose: () => void;
}

export function BarActions({ page, bar, onZoom, onClose }: BarActionsProps) {
  const { source, interval } = page;
  const names = groupNames(source);
  const present = kGroups.filter((group) => bar.counts[group] > 0);
  const search = () => {
    onClose();
    onZoom(
      Math.max(bar.startMs, msFromNanos(interval.fromNs)),
      Math.min(bar.endMs, msFromNanos(interval.toNs)),
    );
  };
  return (
    <div className={styles.pin}>
      <Button size="s" onClick={search}>
        Search this bar
      </Button>
      {source?.severity !== undefined &&
        present.length > 0 &&
        present.map((group) => (
          <FocusButton key={group} page={page} group={group} name={names[group]} onClose={onClose} />
        ))}
      <CopyButton
        size="s"
        label="Copy value"
        text={present.map((group) => `${names[group]} ${exact(bar.counts[group])}`).join(', ')}
      />
    </div>
  );
}

interface FocusButtonProps {
  page: Page;
  group: Group;
  name: string;
  onClose: () => void;
}

/** Only this group, in the rows and in the chart: a filter to all the words that were stored for it. */
function FocusButton({ page, group, name, onClose }: FocusButtonProps) {
  const { source, link, histogram } = page;
  const texts = [
    ...new Set((histogram.state?.buckets ?? []).flatMap((bucket) => Object.keys(bucket.counts))),
  ].filter((text) => groupOf(text) === group);
  const focus = () => {
    onClose();
    page.ask({ filters: only(link.filters, source!.severity!, ...texts) });
  };
  return (
    <Button size="s" aria-label={`Focus ${name}`} onClick={focus}>
      Focus {name}
    </Button>
  );
}
