// What was chosen beside the query box.

import type { Filter } from '../../api/types';
import { pillsOf, withoutPill, withPillTurned } from '../../links/filters';
import { Button } from '../../ui/Button';
import { Pill } from '../../ui/Pill';
import styles from './Search.module.css';

interface PillsProps {
  filters: Filter[];
  durationField: string | undefined; // its numbers are nanoseconds
  onFilters: (filters: Filter[]) => void;
}

export function Pills({ filters, durationField, onFilters }: PillsProps) {
  if (filters.length === 0) return null;
  return (
    <div className={styles.pills} role="list" aria-label="Chosen filters">
      {pillsOf(filters, durationField).map((pill) => (
        <Pill
          key={`${pill.op} ${pill.field} ${pill.text}`}
          field={pill.field}
          word={pill.op === 'include' ? 'is' : pill.op === 'exclude' ? 'is not' : 'in'}
          text={pill.text}
          onTurn={pill.op === 'range' ? undefined : () => onFilters(withPillTurned(filters, pill))}
          onRemove={() => onFilters(withoutPill(filters, pill))}
        />
      ))}
      <Button tone="ghost" size="xs" onClick={() => onFilters([])}>
        Clear all
      </Button>
    </div>
  );
}
