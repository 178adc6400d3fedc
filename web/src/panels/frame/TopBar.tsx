// The page's name, its own actions, and what every page ends its bar with: the time picker and Live Tail.

import { IconMenu2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/IconButton';
import { Mark } from '../../ui/Mark';
import { openMenu } from './menu-store';
import styles from './Frame.module.css';

interface TopBarProps {
  title: string;
  detail?: ReactNode; // what of it is shown
  children?: ReactNode;
}

export function TopBar({ title, detail, children }: TopBarProps) {
  return (
    <header className={styles.top}>
      <IconButton
        className={styles.burger}
        label="Menu"
        icon={<IconMenu2 size={18} stroke={1.6} />}
        onClick={openMenu}
      />
      <span className={styles.topMark}>
        <Mark />
      </span>
      <h1 className={styles.title}>{title}</h1>
      {detail}
      <div className={styles.space} />
      {children}
    </header>
  );
}
