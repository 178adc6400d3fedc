// Search: from a question to its rows. This file is layout and wiring; what is asked is in use-page.ts.

import { IconCopy, IconFilter, IconFilterOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Filter, ResultRow } from '../../api/types';
import { classes } from '../../base/classes';
import { msFromNanos, nanosFromMs } from '../../base/nanos';
import { setPreferences, usePreference } from '../../base/preferences';
import { kDefaultRange, type TimeRange } from '../../base/time-range';
import { choose } from '../../links/filters';
import { searchHref, sharedLink } from '../../links/search-link';
import { StatusLine } from '../../panels/frame/StatusLine';
import { TopBar } from '../../panels/frame/TopBar';
import type { QueryBoxHandle } from '../../panels/query-box/QueryBox';
import { cellText, columnSpecs, type ActiveCell } from '../../panels/results-table/columns';
import type { TableHandle } from '../../panels/results-table/ResultsTable';
import { RowPanel } from '../../panels/row-panel/RowPanel';
import { TimePicker } from '../../panels/time-picker/TimePicker';
import { useMedia } from '../../panels/use-media';
import { plural } from '../../base/format';
import { IconButton } from '../../ui/IconButton';
import { ProgressBar } from '../../ui/ProgressBar';
import { Chart } from './Chart';
import { KeysDialog } from './KeysDialog';
import { FilterSheet, LeftPanel, LeftStrip } from './LeftPanel';
import { LiveButton } from './LiveButton';
import { Pills } from './Pills';
import { useExplanation } from './queries';
import { QueryBar } from './QueryBar';
import { Results } from './Results';
import styles from './Search.module.css';
import { isDirty, toggleColumn } from './state';
import type { PauseReason } from './tail-state';
import { Summary } from './Summary';
import { TableBar } from './TableBar';
import { useDraft } from './use-draft';
import { usePageKeys } from './use-keys';
import { useHidden } from './use-hidden';
import { useList } from './use-list';
import { usePage } from './use-page';

const kScrollPausesPx = 16;

export function SearchPage() {
  const page = usePage();
  const { link, go, ask, source, tail, rows, histogram } = page;
  const narrow = useMedia('narrow');
  const foldedByWidth = useMedia('folded');
  const foldedByChoice = usePreference('filtersFolded');
  const list = useList(page);
  const [draft, setDraft] = useDraft(link);
  const explanation = useExplanation(
    page.intent && { ...page.intent, text: draft.where, language: draft.language },
  );
  const [hidden, toggleHidden] = useHidden();
  const [timeOpen, setTimeOpen] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const [cursor, setCursor] = useState<string>();
  const [active, setActive] = useState<{ row: string; column: number }>();
  const box = useRef<QueryBoxHandle>(null);
  const table = useRef<TableHandle>(null);

  const dirty = isDirty(draft, link);
  const current = link.row ?? cursor;
  const currentRow = list.rows.find((row) => row.id === current);
  const queryError = dirty
    ? explanation?.error
    : (rows.error?.body.place && bodyOf(rows.error)) || explanation?.error;

  const run = () => {
    setPreferences({ language: draft.language });
    if (dirty) ask({ ...draft, live: link.live });
    else page.rerun();
  };
  const setFilters = (filters: Filter[]) => ask({ filters, row: link.row });
  const filterTo = (field: string, value: string, choice: 'include' | 'exclude') =>
    setFilters(choose(link.filters, field, value, choice));
  const setRange = (range: TimeRange) => ask({ range, live: false });
  const toggleLive = () =>
    link.live
      ? ask({ live: false })
      : ask({ live: true, order: 'newest', range: link.range.kind === 'last' ? link.range : kDefaultRange });
  const pause = (reason: PauseReason) => link.live && tail.pause(reason);
  const resume = () => {
    table.current?.toTop();
    if (link.row !== undefined) go({ row: undefined });
    tail.resume();
  };
  const open = (row: ResultRow) => {
    pause('a row is open');
    setCursor(row.id);
    go({ row: row.id }, { replace: link.row !== undefined });
  };
  const step = (by: 1 | -1) => {
    const index = list.rows.findIndex((row) => row.id === current);
    const next = list.rows[index < 0 ? 0 : index + by];
    if (!next) return;
    setCursor(next.id);
    setActive({ row: next.id, column: active?.column ?? list.columns.length - 1 });
    if (link.row !== undefined) go({ row: next.id }, { replace: true });
  };
  const stop = () => {
    rows.stop();
    histogram.stop();
  };
  const copyLink = () =>
    void navigator.clipboard.writeText(
      new URL(searchHref(sharedLink(link, page.interval)), location.href).href,
    );
  const specs = columnSpecs(list.columns, source, false);

  const onCell = (what: 'include' | 'exclude' | 'copy', cell?: ActiveCell) => {
    const row = cell?.row ?? list.rows.find((r) => r.id === active?.row);
    const column = cell ? specs.findIndex((spec) => spec.name === cell.column.name) : (active?.column ?? -1);
    const spec = specs[column];
    if (!row || !spec) return;
    const value = cellText(row.cells[column]);
    if (what === 'copy') void navigator.clipboard.writeText(value);
    else if (spec.filterable) filterTo(spec.name, value, what);
  };

  usePageKeys({
    focusSearch: () => box.current?.focus(),
    openTime: () => setTimeOpen(true),
    run,
    step,
    moveCell: (by) =>
      current !== undefined &&
      setActive({
        row: current,
        column: Math.min(list.columns.length - 1, Math.max(0, (active?.column ?? 0) + by)),
      }),
    open: () => currentRow && open(currentRow),
    close: () => {
      if (link.row !== undefined) go({ row: undefined });
      else if (rows.busy || histogram.busy) stop();
      else setCursor(undefined);
    },
    tab: (tab) => link.row !== undefined && go({ tab }, { replace: true }),
    cell: (what) => onCell(what),
    newest: () => (link.live ? resume() : table.current?.toTop()),
    pause: () => (tail.state.paused ? resume() : pause('you paused it')),
    help: () => setKeysOpen(true),
  });

  const panelOpen = link.row !== undefined && source !== undefined;
  const tight = panelOpen && !foldedByWidth;
  const progress = histogram.state?.progress;
  return (
    <>
      <TopBar title="Search">
        <TimePicker
          range={link.range}
          interval={page.interval}
          zone={page.zone}
          open={timeOpen}
          onOpen={setTimeOpen}
          onRange={setRange}
          onLive={() => !link.live && toggleLive()}
          onZone={(zone) => setPreferences({ zone })}
        />
        <LiveButton live={link.live} paused={tail.state.paused !== undefined} onToggle={toggleLive} />
      </TopBar>
      <div className={styles.form}>
        <QueryBar
          ref={box}
          page={page}
          draft={draft}
          dirty={dirty}
          explanation={explanation}
          error={queryError}
          onDraft={setDraft}
          onRun={run}
          onFilters={narrow ? () => setSheetOpen(true) : undefined}
        />
        <Pills filters={link.filters} onFilters={setFilters} />
        {page.dropped.length > 0 && (
          <p className={styles.missing} role="status">
            {plural(page.dropped.length, 'filter')} left out, since {source?.name} has no{' '}
            {page.dropped.map((filter) => filter.field).join(', ')}.
          </p>
        )}
        {page.missing !== undefined && (
          <p className={styles.missing}>
            No source is called “{page.missing}”; {source?.name} is shown instead.
          </p>
        )}
      </div>
      <div className={styles.body}>
        {!narrow &&
          (foldedByWidth || foldedByChoice || panelOpen ? (
            <LeftStrip
              page={page}
              onFilters={setFilters}
              canUnfold={!foldedByWidth && foldedByChoice && !panelOpen}
            />
          ) : (
            <LeftPanel page={page} onFilters={setFilters} />
          ))}
        <main className={styles.main} aria-label="Results">
          <ProgressBar
            busy={rows.busy || histogram.busy}
            share={
              progress?.total_rows === undefined
                ? undefined
                : Number(progress.rows_read) / Math.max(1, Number(progress.total_rows))
            }
          />
          <Summary page={page} hidden={hidden} onHide={toggleHidden} tight={tight || narrow} />
          <Chart
            page={page}
            hidden={hidden}
            narrow={narrow}
            indexMs={panelOpen && currentRow ? msFromNanos(currentRow.time_ns) : undefined}
            onZoom={(fromMs, toMs) =>
              setRange({ kind: 'between', fromNs: nanosFromMs(fromMs), toNs: nanosFromMs(toMs) })
            }
          />
          <TableBar page={page} tight={tight || narrow} />
          <Results
            page={page}
            list={list}
            current={current}
            tight={tight}
            narrow={narrow}
            active={active}
            onActive={setActive}
            onOpen={open}
            onScrolled={(fromTop) => fromTop > kScrollPausesPx && !tail.state.paused && pause('you scrolled')}
            onResume={resume}
            actions={(cell) => <CellActions cell={cell} onCell={onCell} />}
            tableRef={table}
          />
        </main>
        {panelOpen && (
          <RowPanel
            source={source}
            id={link.row!}
            tab={link.tab}
            zone={page.zone}
            durationColumn={source.duration}
            onTab={(tab) => go({ tab }, { replace: true })}
            onStep={currentRow ? step : undefined}
            onCopyLink={copyLink}
            onClose={() => go({ row: undefined })}
            onFilter={filterTo}
            onColumn={(field) => go({ columns: toggleColumn(link.columns ?? source.default_select, field) })}
            hasColumn={(field) => (link.columns ?? source.default_select).includes(field)}
          />
        )}
        <FilterSheet
          page={page}
          onFilters={setFilters}
          open={sheetOpen && narrow}
          onClose={() => setSheetOpen(false)}
        />
      </div>
      <StatusLine database={source?.database} hints={panelOpen ? kPanelHints : kListHints}>
        {list.rows.length > 0 && `${plural(list.rows.length, 'row')} loaded, ${link.order} first`}
      </StatusLine>
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
    </>
  );
}

const kListHints = [
  { keys: ['/'], does: 'search' },
  { keys: ['j', 'k'], does: 'rows' },
  { keys: ['↵'], does: 'open' },
  { keys: ['?'], does: 'all keys' },
];

const kPanelHints = [
  { keys: ['j', 'k'], does: 'next, previous row' },
  { keys: ['1', '2'], does: 'tabs' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['?'], does: 'all keys' },
];

function bodyOf(error: NonNullable<ReturnType<typeof usePage>['rows']['error']>) {
  return { code: 'bad_input' as const, message: error.message, ...error.body };
}

function CellActions({
  cell,
  onCell,
}: {
  cell: ActiveCell;
  onCell: (what: 'include' | 'exclude' | 'copy', cell: ActiveCell) => void;
}) {
  const name = cell.column.name;
  return (
    <span className={classes(styles.cellActions)}>
      {cell.column.filterable && (
        <>
          <IconButton
            size="xs"
            tabIndex={-1}
            label={`Filter to this ${name}`}
            keys="f"
            icon={<IconFilter size={14} stroke={1.6} />}
            onClick={() => onCell('include', cell)}
          />
          <IconButton
            size="xs"
            tabIndex={-1}
            label={`Exclude this ${name}`}
            keys="x"
            icon={<IconFilterOff size={14} stroke={1.6} />}
            onClick={() => onCell('exclude', cell)}
          />
        </>
      )}
      <IconButton
        size="xs"
        tabIndex={-1}
        label="Copy the value"
        keys="c"
        icon={<IconCopy size={14} stroke={1.6} />}
        onClick={() => onCell('copy', cell)}
      />
    </span>
  );
}
