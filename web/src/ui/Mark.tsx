// The mark: the frame and limb of a sextant, its index arm in the accent. Alone from 16 px up.

import styles from './Mark.module.css';

export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 16.2C8 20.4 16 20.4 21 16.2M5.4 14.6 12 3.8l6.6 10.8M8.2 10h7.6" />
      <path className={styles.arm} d="M12 3.8 14.9 20.6" />
    </svg>
  );
}
