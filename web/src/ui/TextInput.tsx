// A one-line text field with an icon before it and, when it holds something, a way to empty it.

import { IconX } from '@tabler/icons-react';
import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from '../base/classes';
import styles from './TextInput.module.css';

interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string; // its accessible name
  value: string;
  onChange: (value: string) => void;
  icon?: ReactNode;
  invalid?: boolean;
  code?: boolean;
  ref?: Ref<HTMLInputElement>;
}

export function TextInput({
  label,
  value,
  onChange,
  icon,
  invalid = false,
  code = false,
  className,
  ref,
  ...rest
}: TextInputProps) {
  return (
    <span className={classes(styles.field, invalid && styles.invalid, code && styles.code, className)}>
      {icon}
      <input
        ref={ref}
        type="text"
        aria-label={label}
        aria-invalid={invalid}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {value !== '' && (
        <button
          type="button"
          className={styles.clear}
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={() => onChange('')}
        >
          <IconX size={12} stroke={1.6} />
        </button>
      )}
    </span>
  );
}
