// Parts of the row panel over a made-up row.

import type { Row } from '../../api/types';
import { ColumnValues } from '../../panels/row-panel/ColumnValues';
import type { EntryActions } from '../../panels/row-panel/EntryActions';
import { Exceptions } from '../../panels/row-panel/Exceptions';
import { HttpCard } from '../../panels/row-panel/HttpCard';
import { httpOf } from '../../panels/row-panel/http';
import styles from './Gallery.module.css';

const kStack = `Error: Visa cache full: cannot add new item.
    at charge (/usr/src/app/charge.js:88:11)
    at Object.onReceiveHalfClose (/usr/src/app/node_modules/@grpc/grpc-js/build/src/server.js:1466:25)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async main (/usr/src/app/index.js:42:5)`;

const kAttributes: Record<string, string> = {
  'http.request.method': 'POST',
  'url.full': 'http://shop/api/checkout?currency=EUR',
  'http.response.status_code': '500',
  'user_agent.original': 'Locust',
  payload: '{"order":{"id":"o-17","items":[{"sku":"scope","quantity":2}]}}',
};

const kRow: Row = {
  id: 'sample',
  time_ns: '1795317119981336904',
  columns: [
    { name: 'Timestamp', type: 'DateTime64(9)', value: '1795317119981336904' },
    { name: 'Body', type: 'String', value: 'Failed to place order' },
    { name: 'LogAttributes', type: 'Map(LowCardinality(String), String)', value: kAttributes },
  ],
};

const nothing = () => undefined;
const kActions: EntryActions = {
  durationColumn: undefined,
  onFilter: nothing,
  onColumn: nothing,
  hasColumn: (field) => field === 'LogAttributes.payload',
};

export function SampleRow() {
  const request = httpOf(
    Object.entries(kAttributes).map(([key, value]) => ({ key, field: key, value, type: 'String' })),
  );
  return (
    <div className={styles.row}>
      {request && <HttpCard request={request} actions={kActions} />}
      <Exceptions
        thrown={[{ type: 'Error', message: 'Visa cache full: cannot add new item.', stack: kStack }]}
      />
      <ColumnValues row={kRow} find="" actions={kActions} />
    </div>
  );
}
