// Find in the table: which cells of the loaded rows hold a text, as they are drawn. Pure.

import type { ResultRow } from '../../api/types';
import { displayText, type ColumnSpec, type Look } from './columns';

export interface Match {
  row: number;
  column: number;
}

export interface Found {
  pattern: RegExp;
  current: Match | undefined;
}

/** More cells than anybody steps through; the count then says "10,000+". */
export const kMostMatches = 10_000;

/** Finds the text without regard to case; undefined when there is nothing to find. */
export function findPattern(text: string): RegExp | undefined {
  if (text.trim() === '') return undefined;
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'giu');
}

export function holds(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}

/** The matching cells of one row, left to right. */
export function matchesInRow(
  row: ResultRow,
  index: number,
  specs: ColumnSpec[],
  look: Look,
  pattern: RegExp,
): Match[] {
  return specs.flatMap((spec, column) =>
    holds(displayText(spec.kind, row.cells[column], look), pattern) ? [{ row: index, column }] : [],
  );
}

export interface Piece {
  text: string;
  found: boolean;
}

/** Before a match that lies further in than this, the text is cut, so that the match is in sight. */
const kSeenBeforeMatch = 48;
const kLeftBeforeMatch = 24;

/** A text in pieces, the matches apart. */
export function pieces(text: string, pattern: RegExp, whole: boolean): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) result.push({ text: text.slice(from, match.index), found: false });
    result.push({ text: match[0], found: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) result.push({ text: text.slice(from), found: false });
  const [first, second] = result;
  if (!whole && first && !first.found && second && first.text.length > kSeenBeforeMatch)
    result[0] = { text: `…${first.text.slice(-kLeftBeforeMatch)}`, found: false };
  return result;
}
