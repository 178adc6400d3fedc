// ↑ and ↓ in the box walk through the earlier searches; below the newest is what was being typed.

import { useRef } from 'react';
import { useHistory, type HistoryLanguage } from '../../base/query-history';

interface Place {
  at: number; // in the history
  shown: string;
  typed: string;
}

export function useRecall(language: HistoryLanguage, text: string, onText: (text: string) => void) {
  const history = useHistory(language);
  const place = useRef<Place | undefined>(undefined);

  /** 1: an older one, -1: a newer one. False when there is none, so that the key keeps its other meaning. */
  const recall = (step: 1 | -1): boolean => {
    const now = place.current?.shown === text ? place.current : { at: -1, shown: text, typed: text };
    const older = history.findIndex((search, index) => index > now.at && search !== text);
    const at = step === 1 ? older : now.at - 1;
    if (at < -1 || (step === 1 && older < 0)) return false;
    const shown = history[at] ?? now.typed;
    place.current = { at, shown, typed: now.typed };
    onText(shown);
    return true;
  };
  return { history, recall };
}
