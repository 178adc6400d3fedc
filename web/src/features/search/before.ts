// The period of the same length just before: its instants, and how the two totals compare. Pure.

import { share } from '../../base/format';
import type { Interval } from '../../base/time-range';

export function intervalBefore({ fromNs, toNs }: Interval): Interval {
  const length = toNs - fromNs;
  return { fromNs: fromNs > length ? fromNs - length : 0n, toNs: fromNs };
}

/** "+12.3 %", "−50.0 %", "the same"; undefined when there is nothing to compare with. */
export function changeText(total: string, before: string): string | undefined {
  const [now, then] = [Number(total), Number(before)];
  if (then === 0) return undefined;
  if (total === before) return 'the same';
  const change = now / then - 1;
  return `${change > 0 ? '+' : ''}${share(change)}`;
}
