// The list under the chart, or the state that stands in its place.

import { useMemo, type ReactNode, type Ref } from 'react';
import type { ResultRow } from '../../api/types';
import { exact } from '../../base/format';
import type { ActiveCellStore } from '../../panels/results-table/active-cell';
import type { ActiveCell } from '../../panels/results-table/columns';
import { ResultsTable } from '../../panels/results-table/ResultsTable';
import type { TableHandle } from '../../panels/results-table/table-props';
import { EngineRestarting, Failed } from '../../panels/states/States';
import { Button } from '../../ui/Button';
import { NoRows } from './NoRows';
import { Notes, ReadRest } from './Notes';
import { kMostRows, type ListedRows } from './rows-state';
import styles from './Search.module.css';
import type { Page } from './use-page';
import type { Table } from './use-table';

interface ResultsProps {
  page: Page;
  list: ListedRows;
  table: Table;
  current: string | undefined;
  tight: boolean;
  narrow: boolean;
  active: ActiveCellStore;
  onOpen: (row: ResultRow) => void;
  onScrolled: (fromTop: number) => void;
  onResume: () => void;
  actions: (cell: ActiveCell) => ReactNode;
  inPlace: (row: ResultRow) => ReactNode;
  tableRef: Ref<TableHandle>;
}

export function Results({ tableRef, ...props }: ResultsProps) {
  const { page, list, table, inPlace } = props;
  const { ids, toggle } = table.expanded;
  const expanded = useMemo(() => ({ ids, content: inPlace, onToggle: toggle }), [ids, inPlace, toggle]);
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
      <Notes page={page} stale={list.stale} onResume={props.onResume} />
      <ResultsTable
        ref={tableRef}
        columns={list.columns}
        rows={list.rows}
        source={source}
        zone={zone}
        order={link.order}
        sort={link.sort}
        current={props.current}
        tight={props.tight}
        narrow={props.narrow}
        wrap={table.wrap}
        dimmed={list.stale !== undefined}
        active={props.active}
        expanded={expanded}
        found={table.find.found}
        head={table.head}
        onOpen={props.onOpen}
        onEnd={link.live ? () => undefined : rows.more}
        onScrolled={props.onScrolled}
        actions={props.actions}
        foot={<Foot page={page} shown={list.rows.length} />}
      />
    </>
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
  if (shown >= kMostRows)
    return (
      <p className={styles.foot} role="status">
        {exact(shown)} rows are loaded, as many as the page holds. Narrow the time, or export the rest.
      </p>
    );
  if (rows.state?.done && rows.state.done.next === undefined)
    return (
      <p className={styles.foot}>
        {shown === 1 ? 'That is the only row.' : `End of the results: all ${exact(shown)} rows are shown.`}
      </p>
    );
  return null;
}

function Stopped({ page }: { page: Page }) {
  return (
    <div className={styles.blank} role="status">
      <span>You stopped it before a row was found.</span>
      <ReadRest page={page} />
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
