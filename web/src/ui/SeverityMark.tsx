// A severity or status: shape, word and colour, never colour alone. The word is the row's own.

import type { ReactNode } from 'react';
import { severityOf, type Severity } from '../base/severity';
import { classes } from '../base/classes';
import styles from './SeverityMark.module.css';

const kShapes: Record<Severity, ReactNode> = {
  fatal: <path d="M.5.5h9v9h-9z" />,
  error: <path d="M5 0l5 5-5 5-5-5z" />,
  warn: <path d="M5 .6 10 9.6H0z" />,
  info: <circle cx="5" cy="5" r="2" />,
  debug: <circle cx="5" cy="5" r="1.8" fill="none" stroke="currentColor" strokeWidth="1.2" />,
};

function SeverityShape({ severity }: { severity: Severity }) {
  return (
    <svg
      className={classes(styles.shape, styles[severity])}
      width="8"
      height="8"
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      {kShapes[severity]}
    </svg>
  );
}

export function SeverityMark({ text }: { text: string }) {
  const severity = severityOf(text);
  return (
    <span className={classes(styles.mark, styles[severity])}>
      <SeverityShape severity={severity} />
      <span className={styles.word}>{text === '' ? '(empty)' : text}</span>
    </span>
  );
}
