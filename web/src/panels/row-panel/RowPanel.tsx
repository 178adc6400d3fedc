// One row with all its columns, beside the list it comes from. It pushes the list, never covers it; on
// narrower screens it takes the page below the bar.

import {
  IconArrowsMaximize,
  IconArrowsMinimize,
  IconChevronDown,
  IconChevronUp,
  IconCopy,
  IconLink,
  IconSearch,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getRow } from '../../api/client';
import type { ApiError } from '../../api/errors';
import type { Row, Source } from '../../api/types';
import { classes } from '../../base/classes';
import { isoDate, stamp, zoneName, type Zone } from '../../base/clock';
import { ago, duration } from '../../base/format';
import { msFromNanos } from '../../base/nanos';
import { usePreference } from '../../base/preferences';
import type { RowTab } from '../../links/search-link';
import { Button, ButtonGroup } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import { IconButton } from '../../ui/IconButton';
import { ProgressBar } from '../../ui/ProgressBar';
import { Segmented } from '../../ui/Segmented';
import { ServiceName } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import { Tabs } from '../../ui/Tabs';
import { TextInput } from '../../ui/TextInput';
import { StateFrame } from '../states/States';
import { useNow } from '../use-now';
import { EntryList, EntrySection, type EntryActions } from './Entries';
import { Grip } from './Grip';
import { beginningOf, LongText } from './LongText';
import styles from './RowPanel.module.css';
import { findEntries, rowJson, viewRow, type RowView } from './sections';

interface RowPanelProps extends EntryActions {
  source: Source;
  id: string;
  tab: RowTab;
  zone: Zone;
  onTab: (tab: RowTab) => void;
  onStep: ((step: 1 | -1) => void) | undefined; // to the next or previous row of the list
  onCopyLink: () => void;
  onClose: () => void;
}

function useRow(source: string, id: string | undefined) {
  return useQuery<Row, ApiError>({
    queryKey: ['row', source, id],
    queryFn: ({ signal }) => getRow(source, id!, signal),
    enabled: id !== undefined,
    staleTime: Infinity,
    retry: (_count, error) => error.passes,
    retryDelay: 1000,
  });
}

export function RowPanel(props: RowPanelProps) {
  const { source, id, zone, tab } = props;
  const query = useRow(source.id, id);
  const [full, setFull] = useState(false);
  const width = usePreference('panelWidth');
  const view = query.data ? viewRow(query.data, source) : undefined;
  return (
    <aside
      className={classes(styles.panel, full && styles.full)}
      style={full ? undefined : { width }}
      aria-label="Row"
    >
      {!full && <Grip />}
      <ProgressBar busy={query.isFetching} />
      <header className={styles.head}>
        {view && <Who view={view} zone={zone} />}
        <span className={styles.space} />
        <ButtonGroup label="Rows of the list">
          <IconButton
            size="s"
            tone="quiet"
            label="Previous row"
            keys="k"
            disabled={!props.onStep}
            icon={<IconChevronUp size={16} stroke={1.6} />}
            onClick={() => props.onStep?.(-1)}
          />
          <IconButton
            size="s"
            tone="quiet"
            label="Next row"
            keys="j"
            disabled={!props.onStep}
            icon={<IconChevronDown size={16} stroke={1.6} />}
            onClick={() => props.onStep?.(1)}
          />
        </ButtonGroup>
        <IconButton
          size="s"
          label="Copy a link to this row"
          icon={<IconLink size={16} stroke={1.6} />}
          onClick={props.onCopyLink}
        />
        <IconButton
          className={styles.fullButton}
          size="s"
          label={full ? 'Beside the list' : 'Full width'}
          icon={
            full ? (
              <IconArrowsMinimize size={16} stroke={1.6} />
            ) : (
              <IconArrowsMaximize size={16} stroke={1.6} />
            )
          }
          onClick={() => setFull(!full)}
        />
        <IconButton
          size="s"
          label="Close the row"
          keys="Esc"
          icon={<IconX size={16} stroke={1.6} />}
          onClick={props.onClose}
        />
      </header>
      {query.error && (
        <StateFrame title={query.error.code === 'not_found' ? 'This row is gone' : 'The row cannot be read'}>
          {query.error.message}
        </StateFrame>
      )}
      {view && query.data && (
        <>
          <Message text={view.title} />
          <Tabs
            label="Row"
            value={tab}
            onChange={props.onTab}
            tabs={[
              { value: 'overview', label: 'Overview' },
              { value: 'columns', label: 'Column Values', count: view.columns.length },
            ]}
          >
            <Body key={tab} {...props} row={query.data} view={view} />
          </Tabs>
        </>
      )}
    </aside>
  );
}

function Who({ view, zone }: { view: RowView; zone: Zone }) {
  const now = useNow(1000);
  const { time, rest } = stamp(view.timeNs, zone);
  const ms = msFromNanos(view.timeNs);
  return (
    <>
      {view.severity !== '' && <SeverityMark text={view.severity} />}
      {view.service !== '' && <ServiceName name={view.service} />}
      <span className={styles.when}>
        {isoDate(ms, zone)} {time}
        <em>
          {' '}
          {rest} {zoneName(zone, ms)}
        </em>
      </span>
      <span className={styles.age}>{ago(now - ms)}</span>
    </>
  );
}

const kMessageLines = 6;

function Message({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  const long = text.length > 420 || text.split('\n').length > kMessageLines;
  return (
    <div className={styles.message}>
      <h2 className={classes(long && !all && styles.clamped)}>
        {text === '' ? '(empty)' : all ? text.trim() : beginningOf(text.trim())}
      </h2>
      {long && (
        <Button tone="link" onClick={() => setAll(!all)}>
          {all ? 'Show less' : 'Show all'}
        </Button>
      )}
    </div>
  );
}

function Body({ row, view, tab, ...props }: RowPanelProps & { row: Row; view: RowView }) {
  const [find, setFind] = useState('');
  const [form, setForm] = useState<'table' | 'json'>('table');
  const entries = findEntries(view.columns, find);
  return (
    <>
      <div className={styles.tools}>
        <TextInput
          className={styles.find}
          label="Find a key or value"
          placeholder="Find a key or value"
          value={find}
          onChange={setFind}
          icon={<IconSearch size={14} stroke={1.6} />}
        />
        <span className={styles.space} />
        <Segmented
          small
          label="Form"
          value={form}
          onChange={setForm}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Button
          tone="ghost"
          size="s"
          icon={<IconCopy size={14} stroke={1.6} />}
          onClick={() => void navigator.clipboard.writeText(rowJson(row))}
        >
          Copy row
        </Button>
      </div>
      <div
        className={styles.scroll}
        tabIndex={0}
        aria-label={tab === 'overview' ? 'Overview' : 'Column Values'}
      >
        {form === 'json' && (
          <pre className={styles.json}>
            <LongText text={rowJson(row)} />
          </pre>
        )}
        {form === 'table' && tab === 'overview' && <Overview view={view} find={find} actions={props} />}
        {form === 'table' && tab === 'columns' && <EntryList entries={entries} actions={props} showType />}
      </div>
    </>
  );
}

function Overview({ view, find, actions }: { view: RowView; find: string; actions: EntryActions }) {
  const sections = view.sections
    .map((section) => ({ ...section, entries: findEntries(section.entries, find) }))
    .filter((section) => section.entries.length > 0);
  return (
    <>
      {view.exception && find === '' && <ExceptionCard {...view.exception} />}
      {sections.map((section) => (
        <EntrySection key={section.title} title={section.title} entries={section.entries} actions={actions} />
      ))}
      {find === '' &&
        view.events.map((event, index) => (
          <EntrySection
            key={index}
            title={`Event: ${event.name}, ${offset(event.timeNs, view.timeNs)}`}
            entries={event.entries}
            actions={actions}
          />
        ))}
      {sections.length === 0 && find !== '' && (
        <p className={styles.none}>No key or value contains “{find}”.</p>
      )}
    </>
  );
}

function offset(eventNs: string, startNs: string): string {
  const difference = Number(BigInt(eventNs) - BigInt(startNs));
  return `${difference < 0 ? '−' : '+'}${duration(Math.abs(difference))}`;
}

function ExceptionCard({ type, message, stack }: { type: string; message: string; stack: string }) {
  return (
    <section className={styles.exception} aria-label="Exception">
      <h3>
        <b>{type === '' ? 'Exception' : type}</b>
        <span className={styles.space} />
        {stack !== '' && <CopyButton label="Copy the stack trace" text={stack} />}
      </h3>
      <p>{message}</p>
      {stack !== '' && <pre tabIndex={0}>{stack}</pre>}
    </section>
  );
}
