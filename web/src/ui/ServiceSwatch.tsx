// A service's colour beside its name. The colour of a name is the same on every page and never moves.

import { useServiceSlot } from '../base/service-slots';
import styles from './ServiceSwatch.module.css';

export function ServiceSwatch({ name }: { name: string }) {
  const { slot, hollow } = useServiceSlot(name);
  const color = `var(--s${slot})`;
  return (
    <i
      className={styles.swatch}
      style={hollow ? { boxShadow: `inset 0 0 0 2px ${color}` } : { background: color }}
    />
  );
}

export function ServiceName({ name }: { name: string }) {
  return (
    <span className={styles.service}>
      <ServiceSwatch name={name} />
      <span className={styles.name}>{name === '' ? '(empty)' : name}</span>
    </span>
  );
}
