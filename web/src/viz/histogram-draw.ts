// Draws a histogram's bars on a canvas. Errors stand on the base line, at least two pixels high.

import { tick } from '../base/format';
import type { Bar, Group } from './histogram-shape';
import { gridValues, type LimbPlace } from './limb';
import type { Tokens } from './tokens';

export interface BarsPlace extends LimbPlace {
  top: number;
  yOf: (count: number) => number;
}

const kLeastErrorPx = 2;

export function barHeight(bar: Bar, hidden: ReadonlySet<Group>): number {
  return (Object.keys(bar.counts) as Group[]).reduce(
    (sum, group) => sum + (hidden.has(group) ? 0 : bar.counts[group]),
    0,
  );
}

export function drawGrid(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: BarsPlace,
  max: number,
  tokens: Tokens,
): void {
  ctx.font = `400 ${11 * ratio}px ${tokens.sans}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const value of [0, ...gridValues(max)]) {
    const y = Math.round(place.yOf(value));
    ctx.fillStyle = tokens['line-1'];
    if (value > 0) ctx.fillRect(place.left, y, place.right - place.left, Math.max(1, Math.round(ratio)));
    ctx.fillStyle = tokens['fg-3'];
    ctx.fillText(tick(value), place.left - 8 * ratio, y);
  }
}

export function drawBars(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: BarsPlace,
  bars: Bar[],
  hidden: ReadonlySet<Group>,
  tokens: Tokens,
): void {
  const hair = Math.max(1, Math.round(ratio));
  for (const bar of bars) {
    const left = Math.max(place.left, Math.round(place.xOf(bar.startMs)));
    const right = Math.min(place.right, Math.round(place.xOf(bar.endMs)));
    const width = Math.max(hair, right - left - hair);
    const pale = bar.share < 0.999;
    let y = Math.round(place.y);
    const stack = (count: number, least: number, color: string, alpha: number) => {
      if (count <= 0) return 0;
      const height = Math.max(least, Math.round(place.y - place.yOf(count)));
      if (height <= 0) return 0;
      ctx.globalAlpha = alpha;
      ctx.fillStyle = color;
      y -= height;
      ctx.fillRect(left, y, width, height);
      return height;
    };
    const shown = (group: Group) => (hidden.has(group) ? 0 : bar.counts[group]);
    stack(shown('fatal'), kLeastErrorPx * hair, tokens['fatal-fill'], pale ? 0.65 : 1);
    stack(shown('error'), kLeastErrorPx * hair, tokens['err-fill'], pale ? 0.65 : 1);
    stack(shown('warn'), 0, tokens['warn-fill'], pale ? 0.65 : 1);
    if (stack(shown('calm'), 0, pale ? tokens['bar-3'] : tokens['bar-2'], 1) > hair) {
      ctx.globalAlpha = pale ? 0.5 : 1;
      ctx.fillStyle = tokens['bar-cap'];
      ctx.fillRect(left, y, width, hair);
    }
    ctx.globalAlpha = 1;
  }
}

/** The period before, behind the bars: a pale body. Its edge is drawn over them by drawBeforeEdge(). */
export function drawBefore(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: BarsPlace,
  bars: Bar[],
  hidden: ReadonlySet<Group>,
  tokens: Tokens,
): void {
  ctx.fillStyle = tokens['bar-3'];
  for (const { left, width, top } of placed(ratio, place, bars, hidden))
    ctx.fillRect(left, top, width, place.y - top);
}

export function drawBeforeEdge(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: BarsPlace,
  bars: Bar[],
  hidden: ReadonlySet<Group>,
  tokens: Tokens,
): void {
  const hair = Math.max(1, Math.round(ratio));
  ctx.fillStyle = tokens['fg-3'];
  for (const { left, width, top } of placed(ratio, place, bars, hidden)) ctx.fillRect(left, top, width, hair);
}

function placed(ratio: number, place: BarsPlace, bars: Bar[], hidden: ReadonlySet<Group>) {
  const hair = Math.max(1, Math.round(ratio));
  return bars.flatMap((bar) => {
    const left = Math.max(place.left, Math.round(place.xOf(bar.startMs)));
    const right = Math.min(place.right, Math.round(place.xOf(bar.endMs)));
    const height = barHeight(bar, hidden);
    if (height === 0 || right <= left) return [];
    return [{ left, width: Math.max(hair, right - left - hair), top: Math.round(place.yOf(height)) }];
  });
}

/** Time that nobody has read (yet), hatched, with the words. */
export function drawUnread(
  ctx: CanvasRenderingContext2D,
  ratio: number,
  place: BarsPlace,
  fromMs: number,
  toMs: number,
  words: string,
  tokens: Tokens,
): void {
  const left = Math.max(place.left, place.xOf(fromMs));
  const right = Math.min(place.right, place.xOf(toMs));
  if (right - left < 2) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, place.top, right - left, place.y - place.top);
  ctx.clip();
  ctx.strokeStyle = tokens['line-2'];
  ctx.lineWidth = 1.5 * ratio;
  ctx.globalAlpha = 0.6;
  ctx.beginPath();
  const height = place.y - place.top;
  for (let x = left - height; x < right; x += 7 * ratio) {
    ctx.moveTo(x, place.y);
    ctx.lineTo(x + height, place.top);
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.font = `400 ${11 * ratio}px ${tokens.sans}`;
  const half = ctx.measureText(words).width / 2 + 6 * ratio;
  if (right - left > 2 * half) {
    const middle = (left + right) / 2;
    const y = (place.top + place.y) / 2;
    ctx.fillStyle = tokens['bg-0'];
    ctx.fillRect(middle - half, y - 10 * ratio, 2 * half, 20 * ratio);
    ctx.fillStyle = tokens['fg-2'];
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(words, middle, y);
  }
  ctx.restore();
}
