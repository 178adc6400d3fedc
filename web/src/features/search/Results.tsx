// The list under the chart, or the state that stands in its place.

import { IconAlertTriangle, IconArrowUp, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import type { ResultColumn, ResultRow } from '../../api/types';
import { hourMinute, rangeText } from '../../base/clock';
import { exact, plural } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { usePreference } from '../../base/preferences';
import type { ActiveCellStore } from '../../panels/results-table/active-cell';
import type { ActiveCell } from '../../panels/results-table/columns';
import { ResultsTable, type TableHandle } from '../../panels/results-table/ResultsTable';
import { EngineRestarting, Failed } from '../../panels/states/States';
import { Button } from '../../ui/Button';
import { Note } from '../../ui/Note';
import { NoRows } from './NoRows';
import styles from './Search.module.css';
import type { Page } from './use-page';

export interface ListedRows {
  columns: ResultColumn[];
  rows: ResultRow[];
  stale: string | undefined; // from an earlier search: why they are still here
}

interface ResultsProps {
  page: Page;
  list: ListedRows;
  current: string | undefined;
  tight: boolean;
  narrow: boolean;
  active: ActiveCellStore;
  onOpen: (row: ResultRow) => void;
  onScrolled: (fromTop: number) => void;
  onResume: () => void;
  actions: (cell: ActiveCell) => ReactNode;
  tableRef: Ref<TableHandle>;
}

export function Results({ tableRef, ...props }: ResultsProps) {
  const { page, list } = props;
  const wrap = usePreference('wrap');
  const { rows, link, source, zone, status, sources } = page;
  const waiting = rows.waiting ?? sources.failureReason ?? undefined;
  const failed = rows.error && !rows.error.body.place ? rows.error : undefined;

  if (list.rows.length === 0) {
    if (waiting?.passes || (status.unreachable && !rows.state))
      return (
        <EngineRestarting
          status={status.status}
          unreachable={status.unreachable || waiting?.code === 'unreachable'}
          reason={waiting?.message}
        />
      );
    if (failed) return <Failed message={failed.message} onRetry={rows.again} />;
    if (rows.error) return <div className={styles.blank} />;
    if (rows.state?.done && link.live)
      return <div className={styles.blank}>Waiting for rows. They show here as they are stored.</div>;
    if (rows.state?.done && page.intent) return <NoRows page={page} intent={page.intent} />;
    if (rows.stopped) return <Stopped page={page} />;
    return <Skeleton />;
  }

  return (
    <>
      <Notes page={page} list={list} onResume={props.onResume} />
      <ResultsTable
        ref={tableRef}
        columns={list.columns}
        rows={list.rows}
        source={source}
        zone={zone}
        order={link.order}
        current={props.current}
        tight={props.tight}
        narrow={props.narrow}
        wrap={wrap && !props.tight}
        dimmed={list.stale !== undefined}
        active={props.active}
        onOpen={props.onOpen}
        onOrder={() => page.go({ order: link.order === 'newest' ? 'oldest' : 'newest', live: false })}
        onEnd={link.live ? () => undefined : rows.more}
        onScrolled={props.onScrolled}
        actions={props.actions}
        foot={<Foot page={page} shown={list.rows.length} />}
      />
    </>
  );
}

function Notes({ page, list, onResume }: { page: Page; list: ListedRows; onResume: () => void }) {
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
      {rows.waiting && <NoteLine>{rows.waiting.message} This search runs again by itself.</NoteLine>}
      {cut && <Partial page={page} cut={cut} />}
      {(rows.stopped || histogram.stopped) && !rows.busy && (
        <div className={styles.note}>
          <Note icon={<IconInfoCircle size={16} stroke={1.6} />} actions={<Again page={page} />}>
            <b>You stopped it.</b> What was read until then is shown; the rest is left out.
          </Note>
        </div>
      )}
      {done?.waiting_rows !== undefined && BigInt(done.waiting_rows) > 0n && (
        <NoteLine>
          {plural(done.waiting_rows, 'acknowledged row')} still arriving from the log after a restart.
        </NoteLine>
      )}
      {list.stale !== undefined && <NoteLine>{list.stale}</NoteLine>}
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

function Again({ page }: { page: Page }) {
  return (
    <Button size="s" onClick={page.readRest}>
      Read the rest
    </Button>
  );
}

type Cut = NonNullable<NonNullable<Page['rows']['state']>['done']>;

function Partial({
  page,
  cut,
}: {
  page: Page;
  cut: Pick<Cut, 'cut_sentence' | 'read_from_ns' | 'read_to_ns'>;
}) {
  const { read_from_ns: from, read_to_ns: to } = cut;
  const part =
    from === undefined || to === undefined ? undefined : { fromNs: BigInt(from), toNs: BigInt(to) };
  const words = part && rangeText(msFromNanos(part.fromNs), msFromNanos(part.toNs), page.zone);
  return (
    <div className={styles.note}>
      <Note
        tone="warn"
        icon={<IconAlertTriangle size={16} stroke={1.6} />}
        actions={
          part &&
          part.fromNs < part.toNs && (
            <Button size="s" onClick={() => page.ask({ range: { kind: 'between', ...part } })}>
              Narrow to {words}
            </Button>
          )
        }
      >
        <b>{cut.cut_sentence ?? 'A limit cut this answer.'}</b>{' '}
        {words && `Complete from ${words.replace(' – ', ' to ')}; counts and rows leave the rest out.`}
      </Note>
    </div>
  );
}

function Foot({ page, shown }: { page: Page; shown: number }) {
  const { rows, link } = page;
  if (rows.moreError)
    return (
      <p className={styles.foot} role="alert">
        {rows.moreError.message}{' '}
        <Button size="s" onClick={rows.more}>
          Try again
        </Button>
      </p>
    );
  if (link.live) return null;
  if (rows.loadingMore || rows.busy) return <p className={styles.foot}>Reading more rows</p>;
  if (rows.state?.done && rows.state.done.next === undefined)
    return (
      <p className={styles.foot}>
        {shown === 1 ? 'That is the only row.' : `All ${exact(shown)} rows are shown.`}
      </p>
    );
  return null;
}

function Stopped({ page }: { page: Page }) {
  return (
    <div className={styles.blank} role="status">
      <span>You stopped it before a row was found.</span>
      <Again page={page} />
    </div>
  );
}

function Skeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <i key={index} style={{ width: `${38 + ((index * 29) % 55)}%` }} />
      ))}
    </div>
  );
}
