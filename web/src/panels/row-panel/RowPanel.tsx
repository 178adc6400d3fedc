// One row with all its columns, beside the list it comes from. It pushes the list, never covers it; on
// narrower screens it takes the page below the bar. Rows reached from it open in it, with a way back.

import { useMemo, useState } from 'react';
import type { ResultRow, Row, Source } from '../../api/types';
import { classes } from '../../base/classes';
import type { Zone } from '../../base/clock';
import { usePreference } from '../../base/preferences';
import type { ContextChoice } from '../../links/context-choice';
import type { RowTab } from '../../links/search-link';
import { ProgressBar } from '../../ui/ProgressBar';
import { Tabs } from '../../ui/Tabs';
import { StateFrame } from '../states/States';
import { Context } from './Context';
import type { EntryActions } from './EntryActions';
import { Grip } from './Grip';
import { Message, RowHead } from './RowHead';
import styles from './RowPanel.module.css';
import { RowValues } from './RowValues';
import { viewRow } from './sections';
import { useRow } from './use-row';

export interface RowPanelProps {
  source: Source;
  traces: Source | undefined; // where the traces of its rows are
  id: string;
  depth: number; // rows that it was reached through
  tab: RowTab;
  zone: Zone;
  columns: string[]; // of the list
  context: ContextChoice;
  actions: EntryActions;
  onTab: (tab: RowTab) => void;
  onContext: (choice: ContextChoice) => void;
  onOpen: (row: ResultRow) => void; // one that is reached from this one
  onOpenTrace: ((traceId: string) => void) | undefined;
  onStep: ((step: 1 | -1) => void) | undefined;
  onBack: () => void;
  onCopyLink: () => void;
  onClose: () => void;
}

export function RowPanel(props: RowPanelProps) {
  const { source, id, tab } = props;
  const query = useRow(source.id, id);
  const [full, setFull] = useState(false);
  const width = usePreference('panelWidth');
  const row = query.data;
  const view = useMemo(() => row && viewRow(row, source), [row, source]);
  return (
    <aside
      className={classes(styles.panel, full && styles.full)}
      style={full ? undefined : { width }}
      aria-label="Row"
    >
      {!full && <Grip />}
      <ProgressBar busy={query.isFetching} />
      <RowHead {...props} view={view} full={full} onFull={() => setFull(!full)} />
      {query.error && (
        <StateFrame title={query.error.code === 'not_found' ? 'This row is gone' : 'The row cannot be read'}>
          {query.error.message}
        </StateFrame>
      )}
      {view && row && (
        <>
          <Message key={id} view={view} />
          <Tabs
            label="Row"
            value={tab}
            onChange={props.onTab}
            tabs={[
              { value: 'overview', label: 'Overview' },
              { value: 'columns', label: 'Column Values', count: row.columns.length },
              { value: 'context', label: 'Surrounding Context' },
            ]}
          >
            <Body key={`${id} ${tab}`} {...props} row={row} view={view} />
          </Tabs>
        </>
      )}
    </aside>
  );
}

function Body({ row, view, tab, ...props }: RowPanelProps & { row: Row; view: ReturnType<typeof viewRow> }) {
  if (tab === 'context')
    return (
      <Context
        row={row}
        source={props.source}
        columns={props.columns}
        zone={props.zone}
        choice={props.context}
        onChoice={props.onContext}
        onOpen={props.onOpen}
      />
    );
  return <RowValues {...props} row={row} view={view} tab={tab} />;
}
