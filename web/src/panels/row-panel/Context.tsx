// Surrounding Context: what else happened around the row's instant, in the list's own columns. The row stands
// in the middle; both sides are read from it outwards, so a limit cuts the far ends.

import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ApiError } from '../../api/errors';
import type { ResultRow, Row, RowsRequest, Source } from '../../api/types';
import type { Zone } from '../../base/clock';
import { duration, plural } from '../../base/format';
import { kContextWindowsMs, type ContextChoice, type ContextMatch } from '../../links/context-choice';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Floating';
import { ProgressBar } from '../../ui/ProgressBar';
import { Segmented } from '../../ui/Segmented';
import { TextInput } from '../../ui/TextInput';
import { ActiveCellStore } from '../results-table/active-cell';
import { ResultsTable } from '../results-table/ResultsTable';
import { Failed } from '../states/States';
import { useMedia } from '../use-media';
import styles from './Context.module.css';
import {
  chosenOption,
  contextRequests,
  kContextRows,
  matchOptions,
  neighbours,
  sharedAttributes,
  type Attribute,
  type Neighbours,
} from './context';
import { readRows } from './read-rows';

interface ContextProps {
  row: Row;
  source: Source;
  columns: string[];
  zone: Zone;
  choice: ContextChoice;
  onChoice: (choice: ContextChoice) => void;
  onOpen: (row: ResultRow) => void;
}

const nothing = () => undefined;

export function Context({ row, source, columns, zone, choice, onChoice, onOpen }: ContextProps) {
  const attributes = useMemo(() => sharedAttributes(row, source), [row, source]);
  const options = useMemo(() => matchOptions(attributes, source, choice), [attributes, source, choice]);
  const option = chosenOption(options, choice);
  const { older, newer } = contextRequests(source, row, columns, choice, option);
  const query = useNeighbours(row, source, older, newer);
  const [active] = useState(() => new ActiveCellStore());
  const narrow = useMedia('narrow');
  return (
    <div className={styles.context}>
      <div className={styles.tools}>
        <span className={styles.label}>Match on</span>
        <Segmented<ContextMatch>
          small
          label="Match on"
          value={option.match}
          onChange={(match) => onChoice({ ...choice, match })}
          options={options.map(({ match, label }) => ({ value: match, label }))}
        />
        <span className={styles.space} />
        <WindowMenu choice={choice} onChoice={onChoice} />
      </div>
      {option.match === 'custom' && (
        <Custom
          key={row.id}
          attributes={attributes}
          choice={choice}
          onChoice={onChoice}
          error={query.error?.body.place ? query.error.message : undefined}
        />
      )}
      <ProgressBar busy={query.isFetching} />
      {query.error && !query.error.body.place && (
        <Failed message={query.error.message} onRetry={() => void query.refetch()} />
      )}
      {query.data && (
        <>
          <p className={styles.words} role="status">
            {words(query.data, choice, row)}
          </p>
          <ResultsTable
            key={row.id}
            label="Surrounding rows"
            columns={query.data.columns}
            rows={query.data.rows}
            source={source}
            zone={zone}
            order="newest"
            current={row.id}
            origin={row.id}
            tight
            narrow={narrow}
            wrap={false}
            dimmed={query.isPlaceholderData}
            active={active}
            onOpen={(next) => next.id !== row.id && onOpen(next)}
            onEnd={nothing}
            onScrolled={nothing}
            actions={nothing}
          />
        </>
      )}
    </div>
  );
}

function useNeighbours(row: Row, source: Source, older: RowsRequest, newer: RowsRequest) {
  return useQuery<Neighbours, ApiError>({
    queryKey: ['context', row.id, older, newer],
    queryFn: async ({ signal }) => {
      const [before, after] = await Promise.all([readRows(older, signal), readRows(newer, signal)]);
      return neighbours(row, source, before, after);
    },
    placeholderData: (before, query) => (query?.queryKey[1] === row.id ? before : undefined),
    staleTime: 60_000,
    retry: (_count, error) => error.passes,
  });
}

function words({ rows, olderCut, newerCut }: Neighbours, choice: ContextChoice, row: Row): string {
  const index = rows.findIndex(({ id }) => id === row.id);
  const side = (count: number, cut: boolean, where: string) =>
    cut ? `the nearest ${plural(count, 'row')} ${where}, there are more` : `${plural(count, 'row')} ${where}`;
  const [newer, older] = [index, rows.length - 1 - index];
  const cut = olderCut || newerCut ? ` At most ${kContextRows} are read on each side.` : '';
  return `${windowLabel(choice.windowMs)}: ${side(newer, newerCut, 'after')}; ${side(older, olderCut, 'before')}.${cut}`;
}

function windowLabel(ms: number): string {
  return `±${duration((ms / 2) * 1e6).replace(/\.0+(?= )/, '')}`;
}

function WindowMenu({ choice, onChoice }: Pick<ContextProps, 'choice' | 'onChoice'>) {
  return (
    <Menu
      label="How far around"
      align="end"
      minWidth={120}
      target={
        <Button size="s" aria-label={`How far around: ${windowLabel(choice.windowMs)}`}>
          {windowLabel(choice.windowMs)}
        </Button>
      }
      sections={[
        {
          items: kContextWindowsMs.map((windowMs) => ({
            key: String(windowMs),
            label: windowLabel(windowMs),
            chosen: windowMs === choice.windowMs,
            onChoose: () => onChoice({ ...choice, windowMs }),
          })),
        },
      ]}
    />
  );
}

interface CustomProps {
  attributes: Attribute[];
  choice: ContextChoice;
  onChoice: (choice: ContextChoice) => void;
  error: string | undefined;
}

function Custom({ attributes, choice, onChoice, error }: CustomProps) {
  const [where, setWhere] = useState(choice.where);
  const toggle = (field: string) =>
    onChoice({
      ...choice,
      fields: choice.fields.includes(field)
        ? choice.fields.filter((other) => other !== field)
        : [...choice.fields, field],
    });
  return (
    <div className={styles.custom}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChoice({ ...choice, where });
        }}
      >
        <TextInput
          label="Where"
          placeholder="A search besides, e.g. SeverityText:error"
          code
          invalid={error !== undefined}
          value={where}
          onChange={setWhere}
          icon={<IconSearch size={14} stroke={1.6} />}
        />
        <Button size="s" type="submit">
          Apply
        </Button>
      </form>
      {error !== undefined && <p role="alert">{error}</p>}
      <div role="group" aria-label="Attributes to match on" className={styles.attributes}>
        {attributes.map(({ field, key, value }) => (
          <button
            key={field}
            type="button"
            aria-pressed={choice.fields.includes(field)}
            title={`${key} is ${value}`}
            onClick={() => toggle(field)}
          >
            {key} <b>{value}</b>
          </button>
        ))}
      </div>
    </div>
  );
}
