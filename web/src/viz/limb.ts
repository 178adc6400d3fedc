// The limb: the graduated rule under every time axis, and the index, the mark of one moment on it. Ticks are
// computed apart from the drawing. Lengths are CSS pixels; `ratio` is canvas pixels per CSS pixel.

import { hourMinute, monthDay, zoneOffsetMs, type Zone } from '../base/clock';
import type { Tokens } from './tokens';

export const kLimbHeight = 22;
const kLeastLabelPx = 84;
const kLeastTickPx = 4;

const kSecond = 1000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;
const kDay = 24 * kHour;

/** Distances of labelled, middle and small ticks. */
const kSteps: [major: number, mid: number, minor: number][] = [
  [100, 50, 10],
  [500, 100, 100],
  [kSecond, 500, 100],
  [5 * kSecond, kSecond, kSecond],
  [15 * kSecond, 5 * kSecond, kSecond],
  [30 * kSecond, 10 * kSecond, 5 * kSecond],
  [kMinute, 30 * kSecond, 10 * kSecond],
  [2 * kMinute, kMinute, 30 * kSecond],
  [5 * kMinute, kMinute, 30 * kSecond],
  [15 * kMinute, 5 * kMinute, kMinute],
  [30 * kMinute, 15 * kMinute, 5 * kMinute],
  [kHour, 30 * kMinute, 10 * kMinute],
  [3 * kHour, kHour, 30 * kMinute],
  [6 * kHour, 3 * kHour, kHour],
  [12 * kHour, 6 * kHour, kHour],
  [kDay, 12 * kHour, 6 * kHour],
  [2 * kDay, kDay, 12 * kHour],
  [7 * kDay, kDay, kDay],
  [14 * kDay, 7 * kDay, kDay],
  [28 * kDay, 7 * kDay, 7 * kDay],
];

export interface Tick {
  ms: number;
  rank: 'minor' | 'mid' | 'major';
  label?: string;
  isDay?: boolean; // midnight: its label is the date
}

export function limbTicks(fromMs: number, toMs: number, width: number, zone: Zone): Tick[] {
  const length = toMs - fromMs;
  if (!(length > 0) || !(width > 0)) return [];
  const fits = (step: number, px: number) => (step / length) * width >= px;
  const [major, mid, minor] = kSteps.find(([step]) => fits(step, kLeastLabelPx)) ?? kSteps.at(-1)!;
  const step = fits(minor, kLeastTickPx) ? minor : fits(mid, kLeastTickPx) ? mid : major;
  const shift = zoneOffsetMs(fromMs, zone);
  const ticks: Tick[] = [];
  for (let t = Math.ceil((fromMs + shift) / step) * step; t <= toMs + shift; t += step) {
    const ms = t - shift;
    if (t % major === 0) ticks.push({ ms, rank: 'major', ...labelOf(ms, t % kDay === 0, major, zone) });
    else ticks.push({ ms, rank: t % mid === 0 ? 'mid' : 'minor' });
  }
  return ticks;
}

function labelOf(ms: number, isDay: boolean, major: number, zone: Zone): { label: string; isDay: boolean } {
  if (isDay) return { label: monthDay(ms, zone), isDay };
  const time = hourMinute(ms, zone, major < kMinute);
  return {
    label:
      major < kSecond
        ? `${time}.${String(ms % 1000)
            .padStart(3, '0')
            .slice(0, 1)}`
        : time,
    isDay,
  };
}

const kTickPx = { minor: 3, mid: 5, major: 7 };

export interface LimbPlace {
  left: number;
  right: number;
  y: number; // of the base line
  xOf: (ms: number) => number;
}

/** Draws the base line, ticks and labels below `y`. */
export function drawLimb(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: LimbPlace,
  ticks: Tick[],
  tokens: Tokens,
): void {
  const hair = Math.max(1, Math.round(ratio));
  ctx.fillStyle = tokens['line-3'];
  ctx.fillRect(place.left, place.y, place.right - place.left, hair);
  ctx.textBaseline = 'alphabetic';
  let free = -Infinity;
  for (const tick of ticks) {
    const x = Math.round(place.xOf(tick.ms));
    ctx.fillStyle = tick.rank === 'major' ? tokens['line-3'] : tokens['line-2'];
    ctx.fillRect(x, place.y, hair, kTickPx[tick.rank] * ratio);
    if (tick.label === undefined) continue;
    ctx.font = `${tick.isDay ? 500 : 400} ${11 * ratio}px ${tokens.sans}`;
    ctx.fillStyle = tick.isDay ? tokens['fg-1'] : tokens['fg-3'];
    const half = ctx.measureText(tick.label).width / 2;
    const center = Math.min(Math.max(x, place.left + half), place.right - half);
    if (center - half < free) continue;
    ctx.textAlign = 'center';
    ctx.fillText(tick.label, center, place.y + 18 * ratio);
    free = center + half + 8 * ratio;
  }
}

export type IndexTone = 'chosen' | 'marker';

/** The 9 × 6 triangle at the top of a hairline: accent for what is chosen or now, dashed grey for a marker. */
export function drawIndex(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  x: number,
  top: number,
  bottom: number,
  tone: IndexTone,
  tokens: Tokens,
): void {
  const color = tone === 'chosen' ? tokens.acc : tokens['fg-3'];
  const middle = Math.round(x) + 0.5;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineWidth = Math.max(1, Math.round(ratio));
  if (tone === 'marker') ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(middle, top);
  ctx.lineTo(middle, bottom);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(middle - 4.5 * ratio, top - ratio);
  ctx.lineTo(middle + 4.5 * ratio, top - ratio);
  ctx.lineTo(middle, top + 5 * ratio);
  ctx.fill();
  ctx.restore();
}

/** Two to four round values for horizontal lines, none of them zero. */
export function gridValues(max: number): number[] {
  if (!(max > 0)) return [];
  const least = max / 4.2;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= least)!;
  const whole = max >= 1 ? Math.ceil(step) : step;
  const values: number[] = [];
  for (let v = whole; v <= max; v += whole) values.push(v);
  return values;
}
