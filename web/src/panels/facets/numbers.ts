// Numbers of a slider: its steps, and what people type into its ends. Pure.

import { duration } from '../../base/format';

/** Steps of the slider: fine enough that one is less than a pixel. */
export const kSteps = 1000;

export function atStep(step: number, min: number, max: number): number {
  if (step <= 0) return min;
  if (step >= kSteps) return max;
  const value = min + ((max - min) * step) / kSteps;
  return Number.isInteger(min) && Number.isInteger(max) && max - min >= kSteps / 10
    ? Math.round(value)
    : Number(value.toPrecision(6));
}

export function stepOf(value: number, min: number, max: number): number {
  if (!(max > min)) return 0;
  return Math.min(kSteps, Math.max(0, Math.round(((value - min) / (max - min)) * kSteps)));
}

const kUnits: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
};

/** "1,200", "2.5e3"; where durations are meant also "250 ms". undefined: nothing typed; NaN: no number. */
export function readNumber(text: string, isDuration: boolean): number | undefined {
  const words = text
    .trim()
    .replaceAll(/[,\s](?=\d{3}\b)/g, '')
    .replace('−', '-');
  if (words === '') return undefined;
  const match = /^(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?) ?([a-zµ]+)?$/i.exec(words);
  if (!match) return NaN;
  const unit = match[2] === undefined ? 1 : isDuration ? (kUnits[match[2].toLowerCase()] ?? NaN) : NaN;
  return Number(match[1]) * unit;
}

export function writeNumber(value: number | undefined, isDuration: boolean): string {
  if (value === undefined) return '';
  return isDuration ? duration(value) : String(value);
}
