// The HTTP request of the row in one line, and what is known of it besides.

import { classes } from '../../base/classes';
import { CopyButton } from '../../ui/CopyLine';
import { EntryList } from './Entries';
import type { EntryActions } from './EntryActions';
import { curlOf, type HttpRequest } from './http';
import styles from './HttpCard.module.css';

export function HttpCard({ request, actions }: { request: HttpRequest; actions: EntryActions }) {
  return (
    <section className={styles.card} aria-label="HTTP request">
      <h3>
        <b>{request.method === '' ? 'HTTP' : request.method}</b>
        <code title={request.url}>{request.url === '' ? '(no address)' : request.url}</code>
        {request.status !== '' && (
          <em className={classes(styles.status, request.failed && styles.failed)}>{request.status}</em>
        )}
        {request.url !== '' && <CopyButton label="Copy as curl" text={() => curlOf(request)} />}
      </h3>
      {request.facts.length > 0 && <EntryList entries={request.facts} actions={actions} />}
    </section>
  );
}
