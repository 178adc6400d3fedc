// One choice made beside the query box: `key is value ×`. Polarity is words first.

import { IconX } from '@tabler/icons-react';
import { classes } from '../base/classes';
import styles from './Pill.module.css';

interface PillProps {
  field: string;
  word: 'is' | 'is not' | 'in';
  text: string;
  onTurn?: (() => void) | undefined;
  onRemove: () => void;
}

export function Pill({ field, word, text, onTurn, onRemove }: PillProps) {
  const sentence = `${field} ${word} ${text}`;
  return (
    <span
      role="listitem"
      aria-label={sentence}
      className={classes(styles.pill, word === 'is not' && styles.not)}
    >
      <button
        type="button"
        className={styles.body}
        title={onTurn ? `Turn into the opposite: ${sentence}` : sentence}
        onClick={onTurn}
        disabled={!onTurn}
      >
        <span className={styles.key}>{field}</span>
        <span className={styles.word}>{word}</span>
        <span className={styles.value}>{text}</span>
      </button>
      <button
        type="button"
        className={styles.remove}
        aria-label={`Remove the filter ${sentence}`}
        onClick={onRemove}
      >
        <IconX size={12} stroke={1.6} />
      </button>
    </span>
  );
}
