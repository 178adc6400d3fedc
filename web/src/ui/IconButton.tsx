// A button that is only an icon: it always has a name and a tooltip, with its key when it has one.

import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { classes } from '../base/classes';
import { Button, type ButtonProps } from './Button';
import styles from './IconButton.module.css';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'keys'> {
  label: string;
  keys?: string;
  icon: ReactNode;
  badge?: number | undefined;
}

export function IconButton({
  label,
  keys,
  icon,
  badge,
  size = 'm',
  tone = 'ghost',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip label={label} keys={keys}>
      <Button
        aria-label={label}
        tone={tone}
        size={size}
        className={classes(styles.icon, styles[size], className)}
        {...rest}
      >
        {icon}
        {badge !== undefined && badge > 0 && <b className={styles.badge}>{badge}</b>}
      </Button>
    </Tip>
  );
}

export function Tip({
  label,
  keys,
  children,
}: {
  label: ReactNode;
  keys?: string | undefined;
  children: ReactNode;
}) {
  const content = (
    <>
      {label}
      {keys !== undefined && <kbd>{keys}</kbd>}
    </>
  );
  return (
    <Tooltip label={content} classNames={{ tooltip: styles.tip! }} withinPortal>
      {children}
    </Tooltip>
  );
}
