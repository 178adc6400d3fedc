// One value of a field in the filter panel.

import { classes } from '../../base/classes';
import { exact, short } from '../../base/format';
import type { Source } from '../../api/types';
import { valueText, type Choice } from '../../links/filters';
import { ServiceSwatch } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import type { FacetValue } from './facet-state';
import styles from './Facets.module.css';

interface FacetRowProps {
  item: FacetValue;
  field: string;
  source: Source | undefined;
  onChoose: (value: string, choice: Choice) => void;
  onOnly: (value: string) => void;
}

export function FacetRow({ item, field, source, onChoose, onOnly }: FacetRowProps) {
  const { value, choice } = item;
  const text = valueText(value);
  return (
    <li className={classes(styles.value, choice && styles[choice])}>
      <u style={{ width: `${Math.max(1, item.share * 100)}%` }} />
      <label className={styles.label} title={text}>
        <input
          type="checkbox"
          className={styles.box}
          checked={choice === 'include'}
          ref={(box) => {
            if (box) box.indeterminate = choice === 'exclude';
          }}
          onChange={() => onChoose(value, choice === undefined ? 'include' : undefined)}
        />
        {field === source?.severity ? (
          <SeverityMark text={value} />
        ) : field === source?.service ? (
          <ServiceSwatch name={value} />
        ) : null}
        {field !== source?.severity && <span className={styles.text}>{text}</span>}
      </label>
      <span className={styles.actions}>
        <button type="button" aria-label={`Only ${text}`} onClick={() => onOnly(value)}>
          Only
        </button>
        {choice !== 'exclude' && (
          <button type="button" aria-label={`Exclude ${text}`} onClick={() => onChoose(value, 'exclude')}>
            Exclude
          </button>
        )}
      </span>
      <span className={styles.count} title={choice === 'exclude' ? undefined : exact(item.count)}>
        {choice === 'exclude' ? 'excluded' : short(item.count)}
      </span>
    </li>
  );
}
