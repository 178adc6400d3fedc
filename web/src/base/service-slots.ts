// Which of the twelve service colours a name has: its hash's slot, or the next free one when another name
// has taken that. From the thirteenth name on the swatch is hollow. A slot once given never moves.

export const kServiceSlots = 12;

export interface ServiceSlot {
  slot: number;
  hollow: boolean;
}

function hash(name: string): number {
  let value = 2166136261;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 16777619);
  return value >>> 0;
}

/** Adds `name` to `given` when it is new; returns the (possibly same) table. */
export function giveSlot(given: Record<string, number>, name: string): Record<string, number> {
  if (given[name] !== undefined) return given;
  const taken = new Set(Object.values(given));
  const first = hash(name) % kServiceSlots;
  for (let i = 0; i < kServiceSlots; i++) {
    const slot = (first + i) % kServiceSlots;
    if (!taken.has(slot)) return { ...given, [name]: slot };
  }
  return { ...given, [name]: kServiceSlots + first };
}

export function slotOf(given: Record<string, number>, name: string): ServiceSlot {
  const slot = given[name] ?? hash(name) % kServiceSlots;
  return { slot: slot % kServiceSlots, hollow: slot >= kServiceSlots };
}
