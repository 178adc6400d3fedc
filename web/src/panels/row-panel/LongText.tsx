// A text that may be very long: its beginning, then more of it as often as it is wanted. All of it at once
// would hold the page still while it is laid out.

import { useState } from 'react';
import { exact } from '../../base/format';
import { Button } from '../../ui/Button';

const kShownCharacters = 10_000;
const kMoreCharacters = 50_000;

/** Never ends in half a character. */
export function beginningOf(text: string, length = kShownCharacters): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

export function LongText({ text }: { text: string }) {
  const [shown, setShown] = useState(kShownCharacters);
  if (text.length <= shown) return text;
  return (
    <>
      {beginningOf(text, shown)}…{' '}
      <Button tone="link" onClick={() => setShown(shown + kMoreCharacters)}>
        Show {exact(Math.min(kMoreCharacters, text.length - shown))} more of {exact(text.length)} characters
      </Button>
    </>
  );
}
