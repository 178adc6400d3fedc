// Who and when, and the panel's own controls.

import {
  IconArrowLeft,
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconChevronDown,
  IconChevronUp,
  IconLink,
  IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { classes } from '../../base/classes';
import { isoDate, stamp, zoneName, type Zone } from '../../base/clock';
import { ago } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { Button, ButtonGroup } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ServiceName } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import { useNow } from '../use-now';
import { beginningOf, LongText } from './LongText';
import styles from './RowPanel.module.css';
import type { RowView } from './sections';

interface RowHeadProps {
  view: RowView | undefined;
  zone: Zone;
  full: boolean;
  depth: number; // rows to go back to
  onFull: () => void;
  onStep: ((step: 1 | -1) => void) | undefined; // to the next or previous row of the list
  onBack: () => void;
  onCopyLink: () => void;
  onClose: () => void;
}

const kIcon = { size: 16, stroke: 1.6 };

export function RowHead({ view, zone, full, depth, ...on }: RowHeadProps) {
  return (
    <header className={styles.head}>
      {depth > 0 && (
        <IconButton
          size="s"
          tone="quiet"
          label={depth === 1 ? 'Back to the row of the list' : `Back, ${depth} rows`}
          keys="Esc"
          icon={<IconArrowLeft {...kIcon} />}
          onClick={on.onBack}
        />
      )}
      {view && <Who view={view} zone={zone} />}
      <span className={styles.space} />
      <ButtonGroup label="Rows of the list">
        <IconButton
          size="s"
          tone="quiet"
          label="Previous row"
          keys="k"
          disabled={!on.onStep}
          icon={<IconChevronUp {...kIcon} />}
          onClick={() => on.onStep?.(-1)}
        />
        <IconButton
          size="s"
          tone="quiet"
          label="Next row"
          keys="j"
          disabled={!on.onStep}
          icon={<IconChevronDown {...kIcon} />}
          onClick={() => on.onStep?.(1)}
        />
      </ButtonGroup>
      <IconButton
        size="s"
        label="Copy a link to this row"
        icon={<IconLink {...kIcon} />}
        onClick={on.onCopyLink}
      />
      <IconButton
        className={styles.fullButton}
        size="s"
        label={full ? 'Beside the list' : 'Full width'}
        icon={full ? <IconArrowsMinimize {...kIcon} /> : <IconArrowsMaximize {...kIcon} />}
        onClick={on.onFull}
      />
      <IconButton
        size="s"
        label="Close the row"
        keys={depth > 0 ? undefined! : 'Esc'}
        icon={<IconX {...kIcon} />}
        onClick={on.onClose}
      />
    </header>
  );
}

function Who({ view, zone }: { view: RowView; zone: Zone }) {
  const now = useNow(1000);
  const { time, rest } = stamp(view.timeNs, zone);
  const ms = msFromNanos(view.timeNs);
  return (
    <>
      {view.severity !== '' && <SeverityMark text={view.severity} />}
      {view.service !== '' && <ServiceName name={view.service} />}
      <span className={styles.when}>
        {isoDate(ms, zone)} {time}
        <em>
          {' '}
          {rest} {zoneName(zone, ms)}
        </em>
      </span>
      <span className={styles.age}>{ago(now - ms)}</span>
    </>
  );
}

const kMessageLines = 6;
const kLongMessage = 420; // characters

export function Message({ view }: { view: RowView }) {
  const [all, setAll] = useState(false);
  const text = view.title.trim();
  const start = beginningOf(text);
  const long = text.length > kLongMessage || start.split('\n').length > kMessageLines;
  return (
    <div className={styles.message}>
      <h2 className={classes(long && !all && styles.clamped)}>
        {text === '' ? '(empty)' : all ? <LongText text={text} /> : start}
      </h2>
      {long && (
        <Button tone="link" onClick={() => setAll(!all)}>
          {all ? 'Show less' : 'Show all'}
        </Button>
      )}
      {view.facts.length > 0 && <p className={styles.facts}>{view.facts.join(' · ')}</p>}
    </div>
  );
}
