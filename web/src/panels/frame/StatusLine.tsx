// The line at the foot: the engine, what is being received, the age of the newest row, and the keys that work.

import type { ReactNode } from 'react';
import type { ServerStatus } from '../../api/types';
import { ago, exact, plural } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { useNow } from '../use-now';
import { useStatus, type StatusNow } from '../use-status';
import styles from './Frame.module.css';

export interface KeyHint {
  keys: string[];
  does: string;
}

export function StatusLine({
  children,
  hints,
  database,
}: {
  children?: ReactNode;
  hints: KeyHint[];
  database?: string | undefined;
}) {
  const now = useStatus();
  return (
    <footer className={styles.status} aria-label="Status">
      <EngineWord {...now} />
      {now.status && !now.unreachable && (
        <span>Receiving {exact(Math.round(now.status.received_rows_per_second))} rows/s</span>
      )}
      {now.status && BigInt(now.status.waiting_rows) > 0n && (
        <span>{plural(now.status.waiting_rows, 'row')} waiting</span>
      )}
      {now.status && <NewestRow status={now.status} receivedAt={now.receivedAt} database={database} />}
      {now.status?.demo_loading && (
        <span>
          Demo: {Math.floor(now.status.demo_loading.done_hours)} of {now.status.demo_loading.total_hours} h
          laid
        </span>
      )}
      {now.status?.demo_stopped && (
        <span className={styles.wait} title={now.status.demo_stopped}>
          Demo stopped
        </span>
      )}
      <span className={styles.pageNote}>{children}</span>
      <span className={styles.space} />
      {hints.map((hint) => (
        <span key={hint.does} className={styles.hint}>
          {hint.keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
          {hint.does}
        </span>
      ))}
    </footer>
  );
}

const kEngineWords = {
  ready: 'Engine ready',
  starting: 'Engine starting',
  restarting: 'Engine restarting',
  stopped: 'Engine stopped',
};

function EngineWord({ status, unreachable }: StatusNow) {
  const state = status?.engine.state;
  const tone =
    unreachable || state === 'stopped'
      ? styles.bad
      : state === undefined || state === 'ready'
        ? undefined
        : styles.wait;
  return (
    <span className={tone} role="status">
      <i className={styles.dot} />
      {unreachable ? 'Server not reachable' : state === undefined ? 'Connecting' : kEngineWords[state]}
    </span>
  );
}

function NewestRow({
  status,
  receivedAt,
  database,
}: {
  status: ServerStatus;
  receivedAt: number;
  database: string | undefined;
}) {
  const now = useNow(1000);
  const newest = status.databases
    .filter((d) => d.newest_row_ns !== undefined && (database === undefined || d.name === database))
    .map((d) => msFromNanos(d.newest_row_ns!))
    .sort((a, b) => b - a)[0];
  if (newest === undefined) return null;
  const serverNow = msFromNanos(status.now_ns) + Math.max(0, now - receivedAt);
  return <span>Newest row {ago(serverNow - newest)}</span>;
}
