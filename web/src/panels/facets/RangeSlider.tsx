// Two handles over the spread of a field's numbers, and the same two ends as text. A handle at its end leaves
// that end open.

import { useState } from 'react';
import { classes } from '../../base/classes';
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

export function RangeSlider({ name, isDuration, min, max, buckets, chosen, onRange }: RangeSliderProps) {
  const [low, setLow] = useState(chosen?.min === undefined ? 0 : stepOf(chosen.min, min, max));
  const [high, setHigh] = useState(chosen?.max === undefined ? kSteps : stepOf(chosen.max, min, max));
  const most = Math.max(1, ...buckets);
  const isIn = (index: number) =>
    (index + 1) / buckets.length > low / kSteps && index / buckets.length < high / kSteps;
  const ends = (from: number, to: number): NumberRange => ({
    min:
      from <= 0
        ? undefined
        : from === stepOf(chosen?.min ?? NaN, min, max)
          ? chosen?.min
          : atStep(from, min, max),
    max:
      to >= kSteps
        ? undefined
        : to === stepOf(chosen?.max ?? NaN, min, max)
          ? chosen?.max
          : atStep(to, min, max),
  });
  const done = () => {
    const next = ends(low, high);
    if (next.min !== chosen?.min || next.max !== chosen?.max) onRange(next);
  };
  const handle = {
    type: 'range',
    min: 0,
    max: kSteps,
    onPointerUp: done,
    onKeyUp: done,
    onBlur: done,
  } as const;
  const shown = ends(low, high);
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
          onChange={(event) => setLow(Math.min(Number(event.target.value), high))}
        />
        <input
          {...handle}
          aria-label={`Most ${name}`}
          aria-valuetext={writeNumber(shown.max ?? max, isDuration)}
          value={high}
          onChange={(event) => setHigh(Math.max(Number(event.target.value), low))}
        />
      </div>
      <div className={styles.ends}>
        <End
          key={`min ${low}`}
          label={`${name} from`}
          value={shown.min}
          placeholder={writeNumber(min, isDuration)}
          isDuration={isDuration}
          onValue={(value) => onRange({ min: value, max: chosen?.max })}
        />
        <span>–</span>
        <End
          key={`max ${high}`}
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
