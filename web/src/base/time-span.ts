// Lengths of time in words: "15m" in an address, "1h 30m", "last 3 days", "half an hour" in the time box.

const kUnits: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** "15m" → 900000. */
export function findSpan(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  return match ? Number(match[1]) * kUnits[match[2]!]! : undefined;
}

/** 900000 → "15m": the address's and the list's word for it. */
export function spanName(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'])
    if (ms % kUnits[unit]! === 0) return `${ms / kUnits[unit]!}${unit}`;
  return `${ms / 1000}s`;
}

const kPart =
  /(?:(\d+(?:\.\d+)? ?|\ban? |\bhalf an? |\bhalf )|\b)(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])/g;

/** "90 minutes", "1h 30m", "past hour", "half an hour" → milliseconds; undefined for anything else, and for 0. */
export function findSpanWords(text: string): number | undefined {
  const words = text.trim().toLowerCase();
  const said = /^(?:the )?(?:past|last) /.exec(words);
  const rest = said ? words.slice(said[0].length) : words;
  let ms = 0;
  let read = 0;
  for (const match of rest.matchAll(kPart)) {
    if (!/^[ ,]*(?:and )?$/.test(rest.slice(read, match.index))) return undefined;
    if (match[1] === undefined && (!said || read > 0)) return undefined;
    ms += count(match[1]) * kUnits[match[2]![0]!]!;
    read = match.index + match[0].length;
  }
  return read === rest.length && ms > 0 ? Math.round(ms) : undefined;
}

function count(word: string | undefined): number {
  if (word === undefined || word === 'a ' || word === 'an ') return 1;
  return word.startsWith('half') ? 0.5 : Number(word);
}
