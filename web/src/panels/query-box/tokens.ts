// Colours the query box: a reading good enough for that, never for meaning. The server alone understands a
// search; this only finds where its pieces are.

export type TokenKind = 'field' | 'operator' | 'negation' | 'string' | 'keyword' | 'number';

export interface Token {
  from: number;
  to: number;
  kind: TokenKind;
}

const kLucene: [RegExp, TokenKind][] = [
  [/"(?:[^"\\]|\\.)*"?/y, 'string'],
  [/(?:AND|OR|&&|\|\|)(?=[\s(]|$)/y, 'keyword'],
  [/NOT(?=[\s(]|$)/y, 'negation'],
  [/[-!](?=[\w"(*@])/y, 'negation'],
  [/[A-Za-z_@][\w.@/-]*(?:\['[^']*'\])?(?=:)/y, 'field'],
  [/:[<>]?=?/y, 'operator'],
  [/[()[\]{}]/y, 'operator'],
];

const kSql: [RegExp, TokenKind][] = [
  [/'(?:[^'\\]|\\.|'')*'?/y, 'string'],
  [/(?:NOT)\b/iy, 'negation'],
  [/(?:AND|OR|IN|LIKE|ILIKE|BETWEEN|IS|NULL|SELECT|FROM|CASE|WHEN|THEN|ELSE|END)\b/iy, 'keyword'],
  [/\d+(?:\.\d+)?\b/y, 'number'],
  [/[A-Za-z_][\w.]*(?=\[|\s*(?:=|!=|<>|<|>|\b(?:IN|NOT|LIKE|ILIKE|BETWEEN|IS)\b))/iy, 'field'],
  [/[=<>!+\-*/%(),[\]]+/y, 'operator'],
];

export function tokenize(text: string, language: 'lucene' | 'sql'): Token[] {
  const rules = language === 'sql' ? kSql : kLucene;
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const hit = rules.find(([pattern]) => {
      pattern.lastIndex = at;
      return startsHere(text, at, pattern);
    });
    if (hit) {
      tokens.push({ from: at, to: hit[0].lastIndex, kind: hit[1] });
      at = hit[0].lastIndex;
      continue;
    }
    const word = /[\w.@*?]+|\s+|./y;
    word.lastIndex = at;
    word.test(text);
    at = word.lastIndex;
  }
  return tokens;
}

function startsHere(text: string, at: number, pattern: RegExp): boolean {
  const source = pattern.source;
  const needsStart = source.startsWith('[-!]') || source.startsWith('(?:AND') || source.startsWith('NOT');
  if (needsStart && at > 0 && !/[\s(]/.test(text[at - 1]!)) return false;
  return pattern.test(text) && pattern.lastIndex > at;
}

/** The word being typed before the cursor: a field's name, or a value after `field:`. */
export interface Typing {
  from: number;
  text: string;
  field: string | undefined; // set when a value is typed
  quoted: boolean;
}

export function typingAt(text: string, cursor: number, language: 'lucene' | 'sql'): Typing {
  const before = text.slice(0, cursor);
  const pattern =
    language === 'sql'
      ? /([A-Za-z_][\w.]*(?:\['[^']*'\])?)\s*=\s*(')?([^']*)$|([A-Za-z_][\w.]*)$/
      : /([A-Za-z_@][\w.@/-]*(?:\['[^']*'\])?):(")?((?:[^"\s()]|(?<=:"[^"]*)[\s()])*)$|([A-Za-z_@][\w.@/-]*)$/;
  const match = pattern.exec(before);
  if (!match) return { from: cursor, text: '', field: undefined, quoted: false };
  if (match[1] === undefined)
    return { from: cursor - match[4]!.length, text: match[4]!, field: undefined, quoted: false };
  const quoted = match[2] !== undefined;
  const value = match[3] ?? '';
  return { from: cursor - value.length - (quoted ? 1 : 0), text: value, field: match[1], quoted };
}
