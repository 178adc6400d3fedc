// One page of rows, read to its end: for the parts of the panel that ask a small question of their own.

import { streamRows } from '../../api/streams';
import type { ResultColumn, ResultRow, RowsRequest } from '../../api/types';

export interface ReadRows {
  columns: ResultColumn[];
  rows: ResultRow[];
  complete: boolean; // no more rows match, and all of the range was read
  whyNot: string | undefined;
}

export async function readRows(request: RowsRequest, signal: AbortSignal): Promise<ReadRows> {
  const answer: ReadRows = { columns: [], rows: [], complete: false, whyNot: undefined };
  for await (const batch of streamRows(request, signal))
    for (const event of batch) {
      if (event.event === 'columns') answer.columns = event.columns;
      else if (event.event === 'rows') answer.rows.push(...event.rows);
      else if (event.event === 'done') {
        answer.complete = event.complete && event.next === undefined;
        answer.whyNot = event.cut_sentence;
      }
    }
  return answer;
}
