// Beneath the query box: what the server understood of the text, or where it did not and what would mend it.

import { IconAlertOctagon, IconBolt, IconInfoCircle } from '@tabler/icons-react';
import type { ApiErrorBody, Explanation } from '../../api/types';
import { Button } from '../../ui/Button';
import styles from './QueryBox.module.css';

interface BeneathProps {
  text: string;
  error: ApiErrorBody | undefined;
  explanation: Explanation | undefined;
  onFix: () => void;
}

export function Beneath({ text, error, explanation, onFix }: BeneathProps) {
  if (error) return <Mistake error={error} onFix={onFix} />;
  if (text.trim() === '' || !explanation?.english) return null;
  return (
    <div className={styles.beneath} role="status">
      <span className={styles.english} title={explanation.english}>
        {explanation.english}
      </span>
      {explanation.hints?.map((hint) => (
        <span key={hint} className={styles.hint} title={hint}>
          <IconInfoCircle size={12} stroke={1.6} />
          {hint}
        </span>
      ))}
    </div>
  );
}

function Mistake({ error, onFix }: { error: ApiErrorBody; onFix: () => void }) {
  return (
    <div className={styles.beneath} role="alert">
      <span className={styles.error}>
        <IconAlertOctagon size={14} stroke={1.6} />
        {error.message}
      </span>
      {error.fix && (
        <span className={styles.fix}>
          <IconBolt size={14} stroke={1.6} />
          {error.fix.sentence} <code>{error.fix.text}</code>
          <Button size="xs" keys="Tab" onClick={onFix}>
            Accept
          </Button>
        </span>
      )}
    </div>
  );
}
