// A sentence in a frame: what is so, or what went wrong, and what can be done at its right end.

import type { ReactNode } from 'react';
import { classes } from '../base/classes';
import styles from './Note.module.css';

interface NoteProps {
  tone?: 'plain' | 'warn' | 'error';
  icon: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}

export function Note({ tone = 'plain', icon, children, actions }: NoteProps) {
  return (
    <div role={tone === 'error' ? 'alert' : 'status'} className={classes(styles.note, styles[tone])}>
      {icon}
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
