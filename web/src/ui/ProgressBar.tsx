// Two pixels of progress over what is loading; shown only after 300 ms. Without a share it runs.

import { classes } from '../base/classes';
import styles from './ProgressBar.module.css';

export function ProgressBar({ share, busy }: { share?: number | undefined; busy: boolean }) {
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label="Reading"
      aria-hidden={!busy}
      aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
    >
      {busy && (
        <i
          className={classes(styles.bar, share === undefined && styles.running)}
          style={share === undefined ? undefined : { transform: `scaleX(${Math.min(1, share)})` }}
        />
      )}
    </div>
  );
}
