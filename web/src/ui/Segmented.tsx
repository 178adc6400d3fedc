// One of a few, all in sight.

import type { ReactNode } from 'react';
import { classes } from '../base/classes';
import styles from './Segmented.module.css';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  small?: boolean;
}

export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  small = false,
}: SegmentedProps<T>) {
  return (
    <div role="radiogroup" aria-label={label} className={classes(styles.group, small && styles.small)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          className={classes(styles.option, option.value === value && styles.on)}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
