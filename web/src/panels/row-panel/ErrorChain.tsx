// From symptom to cause: the failed spans of the row's trace, the deepest first.

import { IconCornerDownRight } from '@tabler/icons-react';
import type { Source } from '../../api/types';
import { classes } from '../../base/classes';
import { duration, exact, plural } from '../../base/format';
import { Button } from '../../ui/Button';
import { ServiceName } from '../../ui/ServiceSwatch';
import type { ErrorChain as Chain, FailedSpan } from './chain';
import styles from './ErrorChain.module.css';
import { useErrorChain, type TraceOfRow } from './use-chain';

/** Longer chains leave out their middle. */
const kMostLinks = 12;

interface ErrorChainProps {
  traces: Source | undefined;
  row: TraceOfRow;
  isLog: boolean;
  onOpenTrace: ((traceId: string) => void) | undefined;
}

export function ErrorChain({ traces, row, isLog, onOpenTrace }: ErrorChainProps) {
  const { data, error } = useErrorChain(traces, row);
  if (error)
    return (
      <p className={styles.quiet} role="status">
        The trace could not be read: {error.message}
      </p>
    );
  const chain = data?.chain;
  const cause = chain?.links[0];
  if (!chain || !cause) return null;
  const links = shortened(chain.links);
  const rowNs = BigInt(row.timeNs);
  return (
    <section className={styles.chain} aria-label="Error chain">
      <h3>
        <IconCornerDownRight size={14} stroke={1.6} />
        <b>Error chain</b>
        <span>
          Began in <b>{cause.service}</b>
          {began(rowNs - cause.startNs, isLog ? 'log' : 'span')}. {failures(chain)}
        </span>
        {onOpenTrace && (
          <Button tone="link" onClick={() => onOpenTrace(row.traceId)}>
            Spans of this trace
          </Button>
        )}
      </h3>
      <ol>
        {links.map((link, index) => (
          <Link
            key={link === undefined ? index : link.spanId}
            link={link}
            left={chain.links.length - kMostLinks + 1}
            isCause={index === 0}
            isHere={!isLog && link?.spanId === row.spanId}
            rowNs={rowNs}
          />
        ))}
      </ol>
    </section>
  );
}

function failures({ failed, spans, services }: Chain): string {
  const which = spans === undefined ? plural(failed, 'span') : `${exact(failed)} of ${plural(spans, 'span')}`;
  return `${which} failed${services > 1 ? `, in ${services} services` : ''}.`;
}

function shortened(links: FailedSpan[]): (FailedSpan | undefined)[] {
  if (links.length <= kMostLinks) return links;
  const half = kMostLinks / 2;
  return [...links.slice(0, half), undefined, ...links.slice(-(half - 1))];
}

function began(beforeNs: bigint, what: string): string {
  if (beforeNs === 0n) return '';
  const size = duration(Math.abs(Number(beforeNs)));
  return `, ${size} ${beforeNs > 0n ? 'before' : 'after'} this ${what}`;
}

function Link({
  link,
  left,
  isCause,
  isHere,
  rowNs,
}: {
  link: FailedSpan | undefined;
  left: number;
  isCause: boolean;
  isHere: boolean;
  rowNs: bigint;
}) {
  if (!link) return <li className={styles.left}>{plural(left, 'span')} between</li>;
  const offset = Number(link.startNs - rowNs);
  return (
    <li className={classes(styles.link, isCause && styles.cause)}>
      <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 1l5 5-5 5-5-5z" />
      </svg>
      <ServiceName name={link.service} />
      <span className={styles.what} title={link.message || link.name}>
        {isCause && link.message !== '' ? link.message : link.name}
      </span>
      <span className={styles.code}>{link.code || (isCause ? 'began here' : '')}</span>
      <span className={styles.at}>
        {isHere ? 'this span' : `${offset < 0 ? '−' : '+'}${duration(Math.abs(offset))}`}
      </span>
    </li>
  );
}
