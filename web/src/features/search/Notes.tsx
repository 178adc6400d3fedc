// What is to be said about the rows and the chart: Live Tail holds still, a limit cut the answer, it was stopped,
// it is being asked again. Nothing here when the answer is whole.

import { IconAlertTriangle, IconArrowUp, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { hourMinute, rangeText } from '../../base/clock';
import { plural, span } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { Button } from '../../ui/Button';
import { Note } from '../../ui/Note';
import styles from './Search.module.css';
import { raisedLimitMs } from './shape';
import type { Page } from './use-page';

interface NotesProps {
  page: Page;
  stale: string | undefined; // why the rows below are those of an earlier search
  onResume: () => void;
}

export function Notes({ page, stale, onResume }: NotesProps) {
  const { histogram, rows, tail, link, zone } = page;
  const done = histogram.state?.done ?? rows.state?.done;
  const { paused, newer } = tail.state;
  const cut = [histogram.state?.done, rows.state?.done].find((answer) => answer && !answer.complete);
  return (
    <>
      {link.live && paused && (
        <button type="button" className={styles.resume} onClick={onResume}>
          <IconArrowUp size={14} stroke={1.6} />
          Resume Live Tail
          <em>
            {tail.state.gap && 'at least '}
            {plural(newer, 'newer row')}, paused at {hourMinute(paused.atMs, zone, true)} because{' '}
            {paused.reason}
          </em>
          <span className={styles.space} />
          <kbd>g</kbd>
        </button>
      )}
      {link.live && tail.error && (
        <NoteLine>{tail.error.message} Live Tail goes on by itself when it can.</NoteLine>
      )}
      {link.live && tail.state.skipped > 0 && (
        <NoteLine>
          {plural(tail.state.skipped, 'row')} came faster than they can be shown here; the search finds them.
        </NoteLine>
      )}
      {rows.waiting && <NoteLine>{rows.waiting.message} This search runs again by itself.</NoteLine>}
      {cut && <Partial page={page} cut={cut} />}
      {(rows.stopped || histogram.stopped) && !rows.busy && (
        <div className={styles.note}>
          <Note icon={<IconInfoCircle size={16} stroke={1.6} />} actions={<ReadRest page={page} />}>
            <b>You stopped it.</b> What was read until then is shown; the rest is left out.
          </Note>
        </div>
      )}
      {done?.late_rows !== undefined && BigInt(done.late_rows) > 0n && (
        <NoteLine>{plural(done.late_rows, 'acknowledged row')} still arriving from the log.</NoteLine>
      )}
      {stale !== undefined && <NoteLine>{stale}</NoteLine>}
    </>
  );
}

function NoteLine({ children }: { children: ReactNode }) {
  return (
    <div className={styles.note}>
      <Note icon={<IconInfoCircle size={16} stroke={1.6} />}>{children}</Note>
    </div>
  );
}

export function ReadRest({ page }: { page: Page }) {
  return (
    <Button size="s" onClick={page.readRest}>
      Read the rest
    </Button>
  );
}

type Done = NonNullable<NonNullable<Page['rows']['state']>['done']>;
type Cut = Pick<Done, 'cut_by' | 'cut_sentence' | 'cut_at' | 'can_raise_to' | 'read_from_ns' | 'read_to_ns'>;

/** Which limit cut the answer, what of it is whole, and the ways to have more. */
export function Partial({ page, cut }: { page: Page; cut: Cut }) {
  const { read_from_ns: from, read_to_ns: to } = cut;
  const part =
    from === undefined || to === undefined ? undefined : { fromNs: BigInt(from), toNs: BigInt(to) };
  const words = part && rangeText(msFromNanos(part.fromNs), msFromNanos(part.toNs), page.zone);
  const raised = raisedLimitMs(cut);
  return (
    <div className={styles.note}>
      <Note
        tone="warn"
        icon={<IconAlertTriangle size={16} stroke={1.6} />}
        actions={
          <>
            {raised !== undefined && (
              <Button size="s" onClick={() => page.ask({ timeLimitMs: raised })}>
                Let it take up to {span(raised)}
              </Button>
            )}
            {part && part.fromNs < part.toNs && (
              <Button size="s" onClick={() => page.ask({ range: { kind: 'between', ...part } })}>
                Narrow to {words}
              </Button>
            )}
          </>
        }
      >
        <b>{cut.cut_sentence ?? 'A limit cut this answer.'}</b>{' '}
        {part && part.fromNs >= part.toNs && 'Nothing of the range was read to its end.'}
        {words &&
          part.fromNs < part.toNs &&
          `Complete from ${words.replace(' – ', ' to ')}; counts and rows leave the rest out.`}
      </Note>
    </div>
  );
}
