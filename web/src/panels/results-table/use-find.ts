// Searches the loaded rows bit by bit, so that typing and scrolling go on meanwhile. Rows that arrive later
// are searched too.

import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { ResultRow } from '../../api/types';
import type { ColumnSpec, Look } from './columns';
import { findPattern, kMostMatches, matchesInRow, type Found, type Match } from './find';

const kSliceMs = 8;
const kRowsBetweenLooks = 50; // at the clock

export interface Find {
  found: Found | undefined;
  at: number; // which match is the current one, from 0; -1 before the first step
  count: number;
  more: boolean; // there are more than are counted
  step: (by: 1 | -1) => void;
}

interface Searched {
  key: unknown[];
  first: ResultRow | undefined;
  rows: number; // searched so far
  matches: Match[];
}

const kNothing: Searched = { key: [], first: undefined, rows: 0, matches: [] };

export function useFind(text: string, rows: ResultRow[], specs: ColumnSpec[], look: Look): Find {
  const pattern = useMemo(() => findPattern(text), [text]);
  const { zone, tight, wrap } = look;
  const [searched, setSearched] = useState(kNothing);
  const [chosen, setChosen] = useState<{ of: unknown[]; at: number }>();

  const begin = useEffectEvent((key: unknown[]): Searched => {
    const goesOn =
      searched.first === rows[0] &&
      searched.rows <= rows.length &&
      searched.key.length === key.length &&
      searched.key.every((part, index) => part === key[index]);
    return goesOn ? searched : { key, first: rows[0], rows: 0, matches: [] };
  });

  useEffect(() => {
    if (!pattern) return undefined;
    let state = begin([pattern, specs, zone, tight, wrap]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = () => {
      state = searchSlice(state, rows, specs, { zone, tight, wrap }, pattern);
      setSearched(state);
      if (state.rows < rows.length && state.matches.length < kMostMatches) timer = setTimeout(slice);
    };
    timer = setTimeout(slice);
    return () => clearTimeout(timer);
  }, [pattern, rows, specs, zone, tight, wrap]);

  const matches = pattern && searched.key[0] === pattern ? searched.matches : kNothing.matches;
  const at = chosen?.of === searched.key ? chosen.at : -1;
  const current = matches[at];
  const found = useMemo(() => pattern && { pattern, current }, [pattern, current]);
  return {
    found,
    at: current ? at : -1,
    count: matches.length,
    more: matches.length >= kMostMatches,
    step: (by) => {
      if (matches.length === 0) return;
      const next = at < 0 && by < 0 ? matches.length - 1 : (at + by + matches.length) % matches.length;
      setChosen({ of: searched.key, at: next });
    },
  };
}

function searchSlice(
  state: Searched,
  rows: ResultRow[],
  specs: ColumnSpec[],
  look: Look,
  pattern: RegExp,
): Searched {
  const until = performance.now() + kSliceMs;
  const matches = [...state.matches];
  let index = state.rows;
  while (index < rows.length && matches.length < kMostMatches) {
    matches.push(...matchesInRow(rows[index]!, index, specs, look, pattern));
    index += 1;
    if (index % kRowsBetweenLooks === 0 && performance.now() > until) break;
  }
  return { ...state, rows: index, matches: matches.slice(0, kMostMatches) };
}
