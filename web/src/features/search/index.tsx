// Search: from a question to its rows. This file is layout and wiring; what is asked is in use-page.ts.

import { useCallback, useRef, useState } from 'react';
import type { ResultRow } from '../../api/types';
import { plural } from '../../base/format';
import { msFromNanos, nanosFromMs } from '../../base/nanos';
import { setPreferences, usePreference } from '../../base/preferences';
import { useStable } from '../../base/use-stable';
import { StatusLine } from '../../panels/frame/StatusLine';
import { TopBar } from '../../panels/frame/TopBar';
import type { QueryBoxHandle } from '../../panels/query-box/QueryBox';
import type { ActiveCell } from '../../panels/results-table/columns';
import type { TableHandle } from '../../panels/results-table/table-props';
import { InlineRow } from '../../panels/row-panel/InlineRow';
import { RefreshControl } from '../../panels/time-picker/RefreshControl';
import { TimePicker } from '../../panels/time-picker/TimePicker';
import { useMedia } from '../../panels/use-media';
import { ProgressBar } from '../../ui/ProgressBar';
import { CellActions } from './CellActions';
import { Chart } from './Chart';
import { KeysDialog } from './KeysDialog';
import { FilterSheet, LeftPanel, LeftStrip } from './LeftPanel';
import { LiveButton } from './LiveButton';
import { Pills } from './Pills';
import { useExplanation } from './queries';
import { QueryBar } from './QueryBar';
import { Results } from './Results';
import { RowSide } from './RowSide';
import styles from './Search.module.css';
import { SavedName } from './SavedName';
import { isDirty } from './state';
import { Summary } from './Summary';
import { TableBar } from './TableBar';
import { useActions } from './use-actions';
import { useDraft } from './use-draft';
import { useHidden } from './use-hidden';
import { usePageKeys } from './use-keys';
import { useList } from './use-list';
import { usePage } from './use-page';
import { usePageCommands } from './use-page-commands';
import { useRowParts } from './use-row-parts';
import { useTable } from './use-table';
import { useWalk } from './use-walk';

const kScrollPausesPx = 16;

export function SearchPage() {
  const page = usePage();
  const { link, source, tail, rows, histogram } = page;
  const narrow = useMedia('narrow');
  const short = useMedia('short');
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
  const [saving, setSaving] = useState(false);
  const box = useRef<QueryBoxHandle>(null);
  const tableRef = useRef<TableHandle>(null);
  const actions = useActions(page, draft, tableRef);
  const walk = useWalk(page, list, actions);
  const { currentRow, onCell } = walk;
  const cellActions = useCallback(
    (cell: ActiveCell) => <CellActions cell={cell} onCell={onCell} />,
    [onCell],
  );

  const panelOpen = link.row !== undefined && source !== undefined;
  const tight = panelOpen && !foldedByWidth;
  const table = useTable(page, list, tight || short, narrow);
  const parts = useRowParts(page, actions);
  const inPlace = useStable((row: ResultRow) =>
    source ? (
      <InlineRow
        source={source}
        traces={parts.traces}
        id={row.id}
        actions={parts.entry}
        onOpen={() => walk.open(row)}
      />
    ) : null,
  );

  const dirty = isDirty(draft, link);
  const ranError = rows.error?.body.place && {
    code: 'bad_input' as const,
    message: rows.error.message,
    ...rows.error.body,
  };
  const queryError = (!dirty && ranError) || explanation?.error;

  usePageKeys({
    ...walk,
    ...actions,
    focusSearch: () => box.current?.focus(),
    openTime: () => setTimeOpen(true),
    open: () => currentRow && walk.open(currentRow),
    close: () => {
      if (link.row !== undefined) walk.back();
      else if (table.finding) table.closeFind();
      else if (rows.busy || histogram.busy) actions.stop();
      else walk.leave();
    },
    tab: (tab) => link.row !== undefined && walk.setTab(tab),
    find: table.showFind,
    expand: () => currentRow && table.expanded.toggle(currentRow),
    cell: (what) => onCell(what),
    pause: actions.pauseOrResume,
    help: () => setKeysOpen(true),
    save: () => setSaving(true),
    reference: () => box.current?.openReference(),
  });

  usePageCommands(page, actions, {
    run: actions.run,
    save: () => setSaving(true),
    reference: () => box.current?.openReference(),
    help: () => setKeysOpen(true),
  });

  const progress = histogram.state?.progress;
  return (
    <>
      <TopBar title="Search" detail={<SavedName page={page} draft={draft} />}>
        <TimePicker
          range={link.range}
          interval={page.interval}
          zone={page.zone}
          open={timeOpen}
          onOpen={setTimeOpen}
          onRange={actions.setRange}
          onLive={() => !link.live && actions.toggleLive()}
          onZone={(zone) => setPreferences({ zone })}
        />
        <RefreshControl everyMs={link.refreshMs} onNow={actions.refresh} onEvery={actions.setRefresh} />
        <LiveButton live={link.live} paused={tail.state.paused !== undefined} onToggle={actions.toggleLive} />
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
          onRun={actions.run}
          saving={saving}
          onSaving={setSaving}
          onFilters={narrow ? () => setSheetOpen(true) : undefined}
        />
        <Pills filters={link.filters} durationField={source?.duration} onFilters={actions.setFilters} />
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
              onFilters={actions.setFilters}
              canUnfold={!foldedByWidth && foldedByChoice && !panelOpen}
            />
          ) : (
            <LeftPanel page={page} onFilters={actions.setFilters} />
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
              actions.setRange({ kind: 'between', fromNs: nanosFromMs(fromMs), toNs: nanosFromMs(toMs) })
            }
          />
          <TableBar page={page} table={table} loaded={list.rows.length} tight={tight || narrow} />
          <Results
            page={page}
            list={list}
            table={table}
            current={walk.current}
            tight={tight || short}
            narrow={narrow}
            active={walk.active}
            onOpen={walk.open}
            onScrolled={(fromTop) =>
              fromTop > kScrollPausesPx && !tail.state.paused && actions.pause('you scrolled')
            }
            onResume={actions.resume}
            actions={cellActions}
            inPlace={inPlace}
            tableRef={tableRef}
          />
        </main>
        <RowSide page={page} parts={parts} actions={actions} walk={walk} />
        <FilterSheet
          page={page}
          onFilters={actions.setFilters}
          open={sheetOpen && narrow}
          onClose={() => setSheetOpen(false)}
        />
      </div>
      <StatusLine database={source?.database} hints={panelOpen ? kPanelHints : kListHints}>
        {list.rows.length > 0 &&
          `${plural(list.rows.length, 'row')} loaded${link.sort ? '' : `, ${link.order} first`}`}
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
  { keys: ['1', '2', '3'], does: 'tabs' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['?'], does: 'all keys' },
];
