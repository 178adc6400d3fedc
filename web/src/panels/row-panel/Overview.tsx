// What a row means: where its failure came from, the request it was part of, what was thrown, and its
// attributes by group.

import type { Source } from '../../api/types';
import { duration } from '../../base/format';
import { EntrySection } from './Entries';
import type { EntryActions } from './EntryActions';
import { ErrorChain } from './ErrorChain';
import { Exceptions } from './Exceptions';
import { HttpCard } from './HttpCard';
import styles from './RowPanel.module.css';
import { findEntries, type RowView } from './sections';

/** Events of a span that are drawn. */
const kMostEvents = 50;

export interface OverviewProps {
  view: RowView;
  source: Source;
  traces: Source | undefined; // where the row's trace is
  find: string;
  actions: EntryActions;
  onOpenTrace: ((traceId: string) => void) | undefined;
}

export function Overview({ view, source, traces, find, actions, onOpenTrace }: OverviewProps) {
  const sections = view.sections
    .map((section) => ({ ...section, entries: findEntries(section.entries, find) }))
    .filter((section) => section.entries.length > 0);
  const searching = find.trim() !== '';
  return (
    <>
      {!searching && view.trace && (
        <ErrorChain
          traces={traces}
          row={{ ...view.trace, timeNs: view.timeNs }}
          isLog={source.kind !== 'trace'}
          onOpenTrace={onOpenTrace}
        />
      )}
      {!searching && view.http && <HttpCard request={view.http} actions={actions} />}
      {!searching && <Exceptions thrown={view.exceptions} />}
      {sections.map((section) => (
        <EntrySection key={section.title} title={section.title} entries={section.entries} actions={actions} />
      ))}
      {!searching &&
        view.events
          .slice(0, kMostEvents)
          .map((event, index) => (
            <EntrySection
              key={index}
              title={`Event: ${event.name}, ${offset(event.timeNs, view.timeNs)}`}
              entries={event.entries}
              actions={actions}
            />
          ))}
      {view.events.length > kMostEvents && (
        <p className={styles.none}>
          {kMostEvents} of {view.events.length} events; the others are in Column Values.
        </p>
      )}
      {sections.length === 0 && searching && (
        <p className={styles.none}>No key or value contains “{find}”.</p>
      )}
    </>
  );
}

function offset(eventNs: string, startNs: string): string {
  const difference = Number(BigInt(eventNs) - BigInt(startNs));
  return `${difference < 0 ? '−' : '+'}${duration(Math.abs(difference))}`;
}
