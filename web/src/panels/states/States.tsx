// What a view shows instead of rows: nothing has arrived, nothing matches, it failed, the engine restarts.
// Each says what happened, what it means for the numbers, and what to do next.

import { IconAlertOctagon, IconCircleCheck, IconClock, IconRefresh, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ServerStatus } from '../../api/types';
import { hourMinute, type Zone } from '../../base/clock';
import { exact, plural } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import styles from './States.module.css';

export function StateFrame({
  title,
  children,
  live = true,
}: {
  title: ReactNode;
  children: ReactNode;
  live?: boolean;
}) {
  return (
    <section className={styles.state} role={live ? 'status' : undefined}>
      <div className={styles.inner}>
        <h2 className={styles.title}>{title}</h2>
        {children}
      </div>
    </section>
  );
}

export function NothingArrived({ status, zone }: { status: ServerStatus | undefined; zone: Zone }) {
  const { otlp_http: http, otlp_grpc: grpc } = status?.endpoints ?? {};
  return (
    <StateFrame title="No telemetry yet">
      <p>
        {status && `Listening since ${hourMinute(msFromNanos(status.started_at_ns), zone, true)}. `}
        Point any OpenTelemetry SDK or collector here; rows show within a second.
      </p>
      {grpc !== undefined && <CopyLine name="OTLP/gRPC" text={grpc} />}
      {http !== undefined && <CopyLine name="OTLP/HTTP" text={http} />}
      {status?.demo_loading && (
        <p>
          The demo is being laid: {exact(Math.floor(status.demo_loading.done_hours))} of{' '}
          {plural(status.demo_loading.total_hours, 'hour')}.
        </p>
      )}
    </StateFrame>
  );
}

export interface WayOut {
  key: string;
  kind: 'filter' | 'time' | 'words';
  text: ReactNode;
  count: string | undefined; // events it would show; undefined while it is counted
  onTake: () => void;
}

export function NothingMatches({ read, waysOut }: { read: ReactNode; waysOut: WayOut[] }) {
  return (
    <StateFrame title="No events match">
      <p>
        {read}
        {waysOut.length > 0 && ' Nearest ways out:'}
      </p>
      <ul className={styles.ways}>
        {waysOut.map((way) => (
          <li key={way.key}>
            <button type="button" className={styles.way} onClick={way.onTake}>
              {way.kind === 'time' ? <IconClock size={14} stroke={1.6} /> : <IconX size={14} stroke={1.6} />}
              <span>{way.text}</span>
              <b>{way.count === undefined ? 'counting' : plural(way.count, 'event')}</b>
            </button>
          </li>
        ))}
      </ul>
    </StateFrame>
  );
}

export function Failed({
  title = 'The search failed',
  message,
  hint,
  onRetry,
}: {
  title?: string;
  message: string;
  hint?: ReactNode;
  onRetry?: () => void;
}) {
  return (
    <section className={styles.state} role="alert">
      <div className={styles.inner}>
        <h2 className={styles.title}>
          <IconAlertOctagon size={18} stroke={1.6} className={styles.bad} />
          {title}
        </h2>
        <p>{message}</p>
        {hint}
        {onRetry && (
          <div>
            <Button onClick={onRetry}>Try again</Button>
          </div>
        )}
      </div>
    </section>
  );
}

export function EngineRestarting({
  status,
  unreachable,
  reason,
}: {
  status: ServerStatus | undefined;
  unreachable: boolean;
  reason: string | undefined;
}) {
  if (unreachable)
    return (
      <StateFrame title={<Restarting text="The server does not answer" />}>
        <p>Sextant or the way to it is down. This page asks again every second and goes on by itself.</p>
      </StateFrame>
    );
  const engine = status?.engine;
  const starting = engine?.state === 'starting';
  return (
    <StateFrame
      title={<Restarting text={starting ? 'The engine is starting' : 'The engine is restarting'} />}
    >
      <p>{engine?.reason ?? reason ?? 'It ended and is being started again.'} Nothing received is lost.</p>
      <ul className={styles.steps}>
        <li>
          <IconCircleCheck size={16} stroke={1.6} className={styles.good} />
          Receiving continues
          <b>{exact(Math.round(status?.received_rows_per_second ?? 0))} rows/s</b>
        </li>
        <li>
          <IconCircleCheck size={16} stroke={1.6} className={styles.good} />
          Waiting in the log, safe on disk
          <b>{plural(status?.waiting_rows ?? '0', 'row')}</b>
        </li>
        {engine?.ready_in_ms !== undefined && (
          <li>
            <IconClock size={16} stroke={1.6} className={styles.wait} />
            Engine ready in about
            <b>{Math.max(1, Math.round(engine.ready_in_ms / 1000))} s</b>
          </li>
        )}
      </ul>
      <p>This search runs again by itself.</p>
    </StateFrame>
  );
}

function Restarting({ text }: { text: string }) {
  return (
    <>
      <IconRefresh size={18} stroke={1.6} className={styles.wait} />
      {text}
    </>
  );
}
