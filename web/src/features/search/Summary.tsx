// Over the chart: the exact total, the legend that is a switch, how the number was made.

import { useState } from 'react';
import { classes } from '../../base/classes';
import { elapsed, exact, plural, short, span } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import { Dialog } from '../../ui/Floating';
import { groupTotals, type Group } from '../../viz/histogram-shape';
import { GroupSwatch } from '../../viz/HistogramTip';
import { Compare } from './Compare';
import { totalOf, type HistogramState } from './histogram-state';
import styles from './Search.module.css';
import { groupNames } from './shape';
import type { Page } from './use-page';

interface SummaryProps {
  page: Page;
  hidden: ReadonlySet<Group>;
  onHide: (group: Group) => void;
  tight: boolean;
}

export function Summary({ page, hidden, onHide, tight }: SummaryProps) {
  const { histogram, rows, source } = page;
  const state = histogram.state;
  const names = groupNames(source);
  const busy = histogram.busy || rows.busy;
  const word = source?.kind === 'trace' ? 'span' : 'event';
  return (
    <div className={styles.summary}>
      <h2>
        <Total state={state} busy={histogram.busy} failed={histogram.error !== undefined} word={word} />
      </h2>
      <span className="visually-hidden" role="status">
        {state?.done && !busy && plural(state.done.total, word)}
      </span>
      {state &&
        groupTotals(state.buckets).map(({ group, count, texts }) => (
          <button
            key={group}
            type="button"
            aria-pressed={!hidden.has(group)}
            aria-label={`${names[group]}, ${exact(count)}: ${hidden.has(group) ? 'show' : 'hide'} in the chart`}
            title={texts.join(', ')}
            className={classes(styles.legend, hidden.has(group) && styles.legendOff)}
            onClick={() => onHide(group)}
          >
            <GroupSwatch group={group} />
            {names[group]}
            {!tight && <b>{exact(count)}</b>}
          </button>
        ))}
      <Compare page={page} />
      <span className={styles.space} />
      {busy ? <Reading page={page} onStop={page.stop} /> : <Made page={page} tight={tight} />}
    </div>
  );
}

interface TotalProps {
  state: HistogramState | undefined;
  busy: boolean;
  failed: boolean;
  word: string;
}

function Total({ state, busy, failed, word }: TotalProps) {
  if (!state || (failed && state.buckets.length === 0))
    return <span>{failed ? 'Not counted' : busy ? 'Counting' : ''}</span>;
  const total = totalOf(state);
  const part = state.done?.complete ? '' : busy ? ' so far' : ' in the part read';
  return (
    <>
      {exact(total)} <span>{`${total === '1' ? word : `${word}s`}${part}`}</span>
    </>
  );
}

function Reading({ page, onStop }: { page: Page; onStop: () => void }) {
  const progress = page.histogram.state?.progress ?? page.rows.state?.progress;
  return (
    <>
      {progress && (
        <span className={styles.quiet}>
          {short(Number(progress.rows_read))}
          {progress.total_rows !== undefined && ` of ${short(Number(progress.total_rows))}`} rows,{' '}
          {(progress.elapsed_ms / 1000).toFixed(1)} s
        </span>
      )}
      <Button size="s" keys="Esc" className={styles.cancel} onClick={onStop}>
        Cancel
      </Button>
    </>
  );
}

function Made({ page, tight }: { page: Page; tight: boolean }) {
  const state = page.histogram.state;
  const done = state?.done;
  return (
    <>
      {state && state.bucketNs !== '0' && (
        <span className={classes(styles.quiet, styles.perBar)}>
          {span(msFromNanos(state.bucketNs))} per bar
        </span>
      )}
      {done && !tight && (
        <span className={classes(styles.quiet, styles.optional)}>
          {plural(done.rows_read, 'row')} read in {elapsed(done.elapsed_ms)}
        </span>
      )}
      {!tight && <GeneratedSql page={page} />}
    </>
  );
}

function GeneratedSql({ page }: { page: Page }) {
  const [open, setOpen] = useState(false);
  const parts = [
    { title: 'Results Table', sql: page.rows.state?.done?.sql ?? [] },
    { title: 'Histogram and total', sql: page.histogram.state?.done?.sql ?? [] },
  ].filter((part) => part.sql.length > 0);
  if (parts.length === 0) return null;
  return (
    <>
      <Button tone="link" className={styles.sqlButton} onClick={() => setOpen(true)}>
        Show Generated SQL
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Generated SQL" width={860}>
        {parts.map((part) => (
          <section key={part.title} className={styles.sqlPart}>
            <h3>
              {part.title}
              <em>{plural(part.sql.length, 'statement')}</em>
              <CopyButton label={`Copy the SQL of ${part.title}`} text={part.sql.join(';\n\n')} />
            </h3>
            <pre tabIndex={0}>{part.sql.join(';\n\n')}</pre>
          </section>
        ))}
      </Dialog>
    </>
  );
}
