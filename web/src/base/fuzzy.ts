// How well typed letters fit a text: all of them must come in order, better at the beginnings of words and next
// to each other. For lists that a person narrows by typing. Pure.

const kWordStart = 8;
const kAdjacent = 5;
const kExactStart = 10;

/** Higher is better; undefined when it does not fit. Blanks in `typed` separate parts that may come in any order. */
export function fits(typed: string, text: string): number | undefined {
  const parts = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== '');
  let sum = 0;
  for (const part of parts) {
    const score = fitsPart(part, text);
    if (score === undefined) return undefined;
    sum += score;
  }
  return parts.length === 0 ? 0 : sum - text.length / 100;
}

function fitsPart(part: string, text: string): number | undefined {
  const lower = text.toLowerCase();
  const whole = lower.indexOf(part);
  if (whole >= 0) {
    const start = isWordStart(text, whole) ? kWordStart : 0;
    return part.length * kAdjacent + start + (whole === 0 ? kExactStart : 0);
  }
  let score = 0;
  let last = -1;
  for (const letter of part) {
    const at = nextAt(lower, text, letter, last + 1);
    if (at < 0) return undefined;
    score += 1 + (at === last + 1 ? kAdjacent / 2 : 0) + (isWordStart(text, at) ? kWordStart / 2 : 0);
    last = at;
  }
  return score;
}

/** The next place of the letter, at the beginning of a word if there is one. */
function nextAt(lower: string, text: string, letter: string, from: number): number {
  const near = lower.indexOf(letter, from);
  if (near === from || near < 0) return near;
  for (let at = near; at >= 0; at = lower.indexOf(letter, at + 1)) if (isWordStart(text, at)) return at;
  return near;
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1]!;
  if (/[^\p{L}\p{N}]/u.test(before)) return true;
  return /\p{Ll}/u.test(before) && /\p{Lu}/u.test(text[at]!);
}

/** Those that fit, best first; equal ones in their order. */
export function fitting<T>(items: T[], typed: string, textOf: (item: T) => string): T[] {
  if (typed.trim() === '') return items;
  return items
    .map((item, index) => ({ item, index, score: fits(typed, textOf(item)) }))
    .filter((found): found is typeof found & { score: number } => found.score !== undefined)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}
