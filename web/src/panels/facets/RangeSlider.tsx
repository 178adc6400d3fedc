// Two handles over the spread of a field's numbers, and the same two ends as text. A handle at its end leaves
// that end open.

import { useEffect, useRef, useState } from 'react';
import { classes } from '../../base/classes';
import { useStable } from '../../base/use-stable';
import type { NumberRange } from '../../links/filters';
import { TextInput } from '../../ui/TextInput';
import styles from './RangeSlider.module.css';
import { atStep, kSteps, readNumber, stepOf, writeNumber } from './numbers';

interface RangeSliderProps {
  name: string;
  isDuration: boolean; // nanoseconds
  min: number;
  max: number;
  buckets: number[]; // rows in stretches of equal width
  chosen: NumberRange | undefined;
  onRange: (range: NumberRange) => void;
}

/** A key moves a handle by a step; the search waits until it stands still. */
const kSettleMs = 400;

export function RangeSlider(props: RangeSliderProps) {
  const { name, isDuration, min, max, buckets, chosen, onRange } = props;
  const [moved, setMoved] = useState<{ low: number; high: number; from: NumberRange | undefined }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const rest = {
    low: chosen?.min === undefined ? 0 : stepOf(chosen.min, min, max),
    high: chosen?.max === undefined ? kSteps : stepOf(chosen.max, min, max),
  };
  const isMoved = moved !== undefined && sameRange(moved.from, chosen);
  const { low, high } = isMoved ? moved : rest;
  const shown: NumberRange = {
    min: low === rest.low ? chosen?.min : low <= 0 ? undefined : atStep(low, min, max),
    max: high === rest.high ? chosen?.max : high >= kSteps ? undefined : atStep(high, min, max),
  };
  const done = useStable(() => {
    clearTimeout(timer.current);
    if (!sameRange(shown, chosen)) onRange(shown);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const most = Math.max(1, ...buckets);
  const isIn = (index: number) =>
    (index + 1) / buckets.length > low / kSteps && index / buckets.length < high / kSteps;
  const handle = {
    type: 'range',
    min: 0,
    max: kSteps,
    onPointerUp: done,
    onBlur: done,
    onKeyUp: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(done, kSettleMs);
    },
  } as const;
  return (
    <div className={styles.slider}>
      <div className={styles.spread} aria-hidden="true">
        {buckets.map((count, index) => (
          <i
            key={index}
            className={classes(isIn(index) && styles.in)}
            style={{ height: count === 0 ? 0 : `${Math.max(6, (count / most) * 100)}%` }}
          />
        ))}
      </div>
      <div className={styles.handles}>
        <input
          {...handle}
          aria-label={`Least ${name}`}
          aria-valuetext={writeNumber(shown.min ?? min, isDuration)}
          value={low}
          onChange={(event) =>
            setMoved({ low: Math.min(Number(event.target.value), high), high, from: chosen })
          }
        />
        <input
          {...handle}
          aria-label={`Most ${name}`}
          aria-valuetext={writeNumber(shown.max ?? max, isDuration)}
          value={high}
          onChange={(event) =>
            setMoved({ low, high: Math.max(Number(event.target.value), low), from: chosen })
          }
        />
      </div>
      <div className={styles.ends}>
        <End
          key={`min ${shown.min}`}
          label={`${name} from`}
          value={shown.min}
          placeholder={writeNumber(min, isDuration)}
          isDuration={isDuration}
          onValue={(value) => onRange({ min: value, max: chosen?.max })}
        />
        <span>–</span>
        <End
          key={`max ${shown.max}`}
          label={`${name} to`}
          value={shown.max}
          placeholder={writeNumber(max, isDuration)}
          isDuration={isDuration}
          onValue={(value) => onRange({ min: chosen?.min, max: value })}
        />
      </div>
    </div>
  );
}

function sameRange(a: NumberRange | undefined, b: NumberRange | undefined): boolean {
  return a?.min === b?.min && a?.max === b?.max;
}

interface EndProps {
  label: string;
  value: number | undefined;
  placeholder: string;
  isDuration: boolean;
  onValue: (value: number | undefined) => void;
}

function End({ label, value, placeholder, isDuration, onValue }: EndProps) {
  const [text, setText] = useState(writeNumber(value, isDuration));
  const read = readNumber(text, isDuration);
  const wrong = Number.isNaN(read);
  const take = () => {
    if (!wrong && text !== writeNumber(value, isDuration)) onValue(read);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextInput
        label={label}
        value={text}
        placeholder={placeholder}
        invalid={wrong}
        onChange={setText}
        onBlur={take}
      />
    </form>
  );
}
