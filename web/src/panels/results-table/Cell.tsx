// One value of a row, drawn by its column's kind.

import { memo } from 'react';
import { stamp, type Zone } from '../../base/clock';
import { duration, exact } from '../../base/format';
import { ServiceName } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import { cellText, type ColumnKind } from './columns';
import styles from './ResultsTable.module.css';

/** Longer text is cut before it is drawn; the row panel has all of it. */
const kLongestText = 600;
const kLongestWrapped = 20_000;

interface CellProps {
  kind: ColumnKind;
  value: unknown;
  zone: Zone;
  tight: boolean;
  wrap: boolean;
}

export const Cell = memo(function Cell({ kind, value, zone, tight, wrap }: CellProps) {
  if (value === null || value === undefined) return <span className={styles.absent}>(absent)</span>;
  switch (kind) {
    case 'time':
      return <Time ns={cellText(value)} zone={zone} tight={tight} />;
    case 'service':
      return <ServiceName name={cellText(value)} />;
    case 'severity':
      return <SeverityMark text={cellText(value)} />;
    case 'duration':
      return duration(Number(value));
    case 'number':
      return /^-?\d+$/.test(cellText(value)) ? exact(cellText(value)) : cellText(value);
    case 'text':
    case 'json': {
      const text = cellText(value);
      return <span className={styles.mono}>{text.slice(0, wrap ? kLongestWrapped : kLongestText)}</span>;
    }
  }
});

export function Time({ ns, zone, tight }: { ns: string; zone: Zone; tight: boolean }) {
  const { date, time, rest } = stamp(ns, zone);
  return (
    <span className={styles.time}>
      {!tight && <em>{date} </em>}
      {time}
      {!tight && <em> {rest}</em>}
    </span>
  );
}
