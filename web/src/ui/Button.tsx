// Buttons with words. Quiet by default; `primary` is for the one thing to do next.

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from '../base/classes';
import styles from './Button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'quiet' | 'primary' | 'ghost' | 'link';
  size?: 'm' | 's' | 'xs';
  icon?: ReactNode;
  keys?: string; // shown after the words
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({
  tone = 'quiet',
  size = 'm',
  icon,
  keys,
  pressed,
  children,
  className,
  ref,
  ...rest
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type="button"
      className={classes(styles.button, styles[tone], styles[size], pressed && styles.pressed, className)}
      aria-pressed={pressed}
      {...rest}
    >
      {icon}
      {children}
      {keys !== undefined && <kbd>{keys}</kbd>}
    </button>
  );
}

export function ButtonGroup({ children, label }: { children: ReactNode; label: string }) {
  return (
    <div role="group" aria-label={label} className={styles.group}>
      {children}
    </div>
  );
}
