// How a question is put: the ways to say a time, a range of numbers, refreshing, earlier searches.

import { useState } from 'react';
import { nanosFromMs } from '../../base/nanos';
import type { NumberRange } from '../../links/filters';
import { RangeSlider } from '../../panels/facets/RangeSlider';
import { HistoryMenu } from '../../panels/query-box/HistoryMenu';
import { RefreshControl } from '../../panels/time-picker/RefreshControl';
import { TimeChoices } from '../../panels/time-picker/TimeChoices';
import styles from './Gallery.module.css';
import { kEndMs, kStartMs } from './samples';

const interval = { fromNs: nanosFromMs(kStartMs), toNs: nanosFromMs(kEndMs) };
const spread = [120, 300, 210, 90, 40, 22, 14, 9, 6, 4, 3, 2, 0, 1, 0, 0, 1];

export function Asking() {
  const [range, setRange] = useState<NumberRange>({ min: 5e6, max: undefined });
  const [everyMs, setEveryMs] = useState<number | undefined>(10_000);
  return (
    <div className={styles.stack}>
      <TimeChoices
        range={{ kind: 'last', ms: 86_400_000 }}
        interval={interval}
        zone="utc"
        onChoose={() => undefined}
        onLive={() => undefined}
        onZone={() => undefined}
      />
      <RangeSlider
        name="Duration"
        isDuration
        min={2e5}
        max={2.27e8}
        buckets={spread}
        chosen={range}
        onRange={setRange}
      />
      <RefreshControl everyMs={everyMs} onNow={() => undefined} onEvery={setEveryMs} />
      <HistoryMenu history={['ServiceName:payment', '"Visa cache full"']} onChoose={() => undefined} />
    </div>
  );
}
