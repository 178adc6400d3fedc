// The values of one field. A long list scrolls in a frame of its own and draws only what is in sight.

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Source } from '../../api/types';
import type { Choice } from '../../links/filters';
import { useMedia } from '../use-media';
import type { FacetValue } from './facet-state';
import { FacetRow } from './FacetRow';
import styles from './Facets.module.css';
import type { AllPins } from './use-pins';

const kMostInline = 60;
const kRowPx = 22;
const kNarrowRowPx = 34;
const kOverscan = 10;

interface ValueListProps {
  values: FacetValue[];
  field: string;
  source: Source | undefined;
  pins: AllPins;
  counting: boolean;
  total: number | undefined; // given: each value's share of it is told
  empty: string;
  onChoose: (value: string, choice: Choice) => void;
  onOnly: (value: string) => void;
}

export function ValueList({ values, empty, ...row }: ValueListProps) {
  if (values.length > kMostInline) return <LongList values={values} {...row} />;
  return (
    <ul>
      {values.map((item) => (
        <FacetRow key={item.value} item={item} {...row} />
      ))}
      {values.length === 0 && <li className={styles.none}>{empty}</li>}
    </ul>
  );
}

function LongList({ values, ...row }: Omit<ValueListProps, 'empty'>) {
  const frame = useRef<HTMLDivElement>(null);
  const narrow = useMedia('narrow');
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are used here only
  const virtual = useVirtualizer({
    count: values.length,
    getScrollElement: () => frame.current,
    estimateSize: () => (narrow ? kNarrowRowPx : kRowPx),
    overscan: kOverscan,
  });
  return (
    <div ref={frame} className={styles.long} tabIndex={0} aria-label={`Values of ${row.field}`}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <FacetRow key={values[index]!.value} item={values[index]!} top={start} {...row} />
        ))}
      </ul>
    </div>
  );
}
