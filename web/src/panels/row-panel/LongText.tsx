// A text that may be very long: its beginning, until all of it is wanted.

import { useState } from 'react';
import { exact } from '../../base/format';
import { Button } from '../../ui/Button';

const kShownCharacters = 10_000;

/** Never ends in half a character. */
export function beginningOf(text: string, length = kShownCharacters): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

export function LongText({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (all || text.length <= kShownCharacters) return text;
  return (
    <>
      {beginningOf(text)}…{' '}
      <Button tone="link" onClick={() => setAll(true)}>
        Show all {exact(text.length)} characters
      </Button>
    </>
  );
}
