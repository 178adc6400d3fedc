// What is typed but not yet run. It follows the address when that changes (Run, Back, a link).

import { useState } from 'react';
import type { SearchLink } from '../../links/search-link';
import type { Draft } from './state';

export function useDraft(link: SearchLink): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>({ where: link.where, language: link.language });
  const [seen, setSeen] = useState<Draft>(draft);
  if (seen.where !== link.where || seen.language !== link.language) {
    const next = { where: link.where, language: link.language };
    setSeen(next);
    setDraft(next);
    return [next, setDraft];
  }
  return [draft, setDraft];
}
