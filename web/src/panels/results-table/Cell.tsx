// One value of a row, drawn by its column's kind.

import { memo } from 'react';
import { stamp, type Zone } from '../../base/clock';
import { ServiceName } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import { cellText, displayText, type ColumnKind } from './columns';
import { pieces } from './find';
import styles from './ResultsTable.module.css';

interface CellProps {
  kind: ColumnKind;
  value: unknown;
  zone: Zone;
  tight: boolean;
  wrap: boolean;
  pattern: RegExp | undefined; // what of it is marked
}

export const Cell = memo(function Cell({ kind, value, zone, tight, wrap, pattern }: CellProps) {
  if (value === null || value === undefined) return <span className={styles.absent}>(absent)</span>;
  switch (kind) {
    case 'time':
      return <Time ns={cellText(value)} zone={zone} tight={tight} />;
    case 'service':
      return <ServiceName name={cellText(value)} />;
    case 'severity':
      return <SeverityMark text={cellText(value)} />;
    case 'duration':
    case 'number':
      return displayText(kind, value, { zone, tight, wrap });
    case 'text':
    case 'json': {
      const text = displayText(kind, value, { zone, tight, wrap });
      return (
        <span className={styles.mono}>
          {pattern ? <Marked text={text} pattern={pattern} whole={wrap} /> : text}
        </span>
      );
    }
  }
});

function Marked({ text, pattern, whole }: { text: string; pattern: RegExp; whole: boolean }) {
  return pieces(text, pattern, whole).map((piece, index) =>
    piece.found ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}

function Time({ ns, zone, tight }: { ns: string; zone: Zone; tight: boolean }) {
  const { date, time, rest } = stamp(ns, zone);
  return (
    <span className={styles.time}>
      {!tight && <em>{date} </em>}
      {time}
      {!tight && <em> {rest}</em>}
    </span>
  );
}
