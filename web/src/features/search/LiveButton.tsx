// Live Tail: on and off, and whether it holds still just now.

import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { classes } from '../../base/classes';
import { Button } from '../../ui/Button';
import styles from './Search.module.css';

export function LiveButton({
  live,
  paused,
  onToggle,
}: {
  live: boolean;
  paused: boolean;
  onToggle: () => void;
}) {
  return (
    <Button
      className={classes(live && styles.live)}
      pressed={live}
      aria-label={!live ? 'Live Tail' : paused ? 'Live Tail, paused' : 'Live Tail, on'}
      icon={
        live && !paused ? (
          <IconPlayerPause size={16} stroke={1.6} />
        ) : (
          <IconPlayerPlay size={16} stroke={1.6} />
        )
      }
      onClick={onToggle}
    >
      Live Tail
    </Button>
  );
}
