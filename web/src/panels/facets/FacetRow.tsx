// One value of a field in the filter panel.

import { IconPin, IconPinFilled, IconUsers } from '@tabler/icons-react';
import type { Source } from '../../api/types';
import { classes } from '../../base/classes';
import { exact, share, short } from '../../base/format';
import { valueText, type Choice } from '../../links/filters';
import { ServiceSwatch } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import type { FacetValue } from './facet-state';
import styles from './Facets.module.css';
import { isValuePinned } from './pins';
import type { AllPins } from './use-pins';

interface FacetRowProps {
  item: FacetValue;
  field: string;
  source: Source | undefined;
  pins: AllPins;
  counting: boolean;
  total: number | undefined;
  top?: number; // its place in a long list, px
  onChoose: (value: string, choice: Choice) => void;
  onOnly: (value: string) => void;
}

export function FacetRow({
  item,
  field,
  source,
  pins,
  counting,
  total,
  top,
  onChoose,
  onOnly,
}: FacetRowProps) {
  const { value, choice, count } = item;
  const text = valueText(value);
  const part = total === undefined || count === undefined ? item.share : count / Math.max(1, total);
  return (
    <li
      className={classes(styles.value, choice && styles[choice], counting && styles.counting)}
      style={top === undefined ? undefined : { position: 'absolute', top, right: 0, left: 0 }}
    >
      <u style={{ width: `${Math.max(1, part * 100)}%` }} />
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
        <PinButtons field={field} value={value} text={text} pins={pins} />
      </span>
      <span
        className={styles.count}
        title={choice === 'exclude' || count === undefined ? undefined : exact(count)}
      >
        {choice === 'exclude'
          ? 'excluded'
          : count === undefined
            ? '–'
            : total === undefined
              ? short(count)
              : share(count / Math.max(1, total))}
      </span>
    </li>
  );
}

interface PinButtonsProps {
  field: string;
  value: string;
  text: string;
  pins: AllPins;
}

function PinButtons({ field, value, text, pins }: PinButtonsProps) {
  const mine = isValuePinned(pins.mine, field, value);
  const team = isValuePinned(pins.team, field, value);
  return (
    <>
      <button
        type="button"
        aria-pressed={mine}
        aria-label={`Pin ${text} for me`}
        title="Pin for me"
        onClick={() => pins.turnValue('mine', field, value)}
      >
        {mine ? <IconPinFilled size={12} /> : <IconPin size={12} stroke={1.6} />}
      </button>
      <button
        type="button"
        aria-pressed={team}
        aria-label={`Pin ${text} for the team`}
        title="Pin for the team"
        onClick={() => pins.turnValue('team', field, value)}
      >
        <IconUsers size={12} stroke={1.6} />
      </button>
    </>
  );
}
