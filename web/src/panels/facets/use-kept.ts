// Answers of fields that stay on the screen while the next ones are counted, so that nothing jumps.

import { useState } from 'react';
import type { FieldValues } from '../../api/types';

export interface FacetAnswer {
  values: FieldValues | undefined;
  question: string; // what it answers, apart from the time
  counting: boolean; // another answer, or the rest of this one, is on its way
}

/** `fresh` is what the present request has given so far. */
export function useKept(fresh: FieldValues | undefined, question: string, busy: boolean): FacetAnswer {
  const [kept, setKept] = useState({ values: fresh, question });
  if (fresh && (kept.values !== fresh || kept.question !== question)) setKept({ values: fresh, question });
  if (fresh) return { values: fresh, question, counting: busy && !fresh.final };
  return busy ? { ...kept, counting: true } : { values: undefined, question, counting: false };
}

/**
 * The order in which values are listed: most frequent first when a question is first answered whole, and then
 * as it is for as long as the question is the same; what is new comes after.
 */
export function useListOrder(answer: FacetAnswer): string[] {
  const names = answer.values?.values.map(({ value }) => value);
  const [kept, setKept] = useState<{ question: string; order: string[]; whole: boolean }>();
  const same = kept?.question === answer.question ? kept : undefined;
  const order = !names ? (kept?.order ?? []) : mergeOrder(same, names, answer.values!.final);
  const whole = (same?.whole ?? false) || (answer.values?.final ?? false);
  if (names && (!same || whole !== same.whole || order.length !== same.order.length))
    setKept({ question: answer.question, order, whole });
  return order;
}

export function mergeOrder(
  kept: { order: string[]; whole: boolean } | undefined,
  names: string[],
  final: boolean,
): string[] {
  if (!kept || (final && !kept.whole)) return names;
  const known = new Set(kept.order);
  return [...kept.order, ...names.filter((name) => !known.has(name))];
}
