// Source, search, Run. Run is in the accent only while the form differs from what is shown.

import { IconFileText, IconFilter, IconPlayerPlay, IconRoute, IconSelector } from '@tabler/icons-react';
import type { Ref } from 'react';
import type { ApiErrorBody, Explanation, Language, Source } from '../../api/types';
import { QueryBox, type QueryBoxHandle } from '../../panels/query-box/QueryBox';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Floating';
import { suggestValues } from './queries';
import { SaveButton } from './SaveButton';
import styles from './Search.module.css';
import type { Draft } from './state';
import type { Page } from './use-page';

interface QueryBarProps {
  page: Page;
  draft: Draft;
  dirty: boolean;
  explanation: Explanation | undefined;
  error: ApiErrorBody | undefined;
  onDraft: (draft: Draft) => void;
  onRun: () => void;
  saving: boolean;
  onSaving: (open: boolean) => void;
  onFilters: (() => void) | undefined; // narrow screens open the filters from here
  ref: Ref<QueryBoxHandle>;
}

export function QueryBar(props: QueryBarProps) {
  const { page, draft, dirty, explanation, error, onDraft, onRun, onFilters, ref } = props;
  const count = page.link.filters.length;
  return (
    <div className={styles.queryBar} role="search">
      <SourceMenu sources={page.sources.data ?? []} source={page.source} onChoose={page.chooseSourceId} />
      <div className={styles.query}>
        <QueryBox
          ref={ref}
          text={draft.where}
          language={draft.language}
          fields={page.fields}
          explanation={explanation}
          error={error}
          values={(field, typed) => suggestValues(page.intent, field, typed)}
          onText={(where) => onDraft({ ...draft, where })}
          onLanguage={(language: Language) => onDraft({ ...draft, language })}
          onRun={onRun}
        />
      </div>
      {onFilters && (
        <Button
          icon={<IconFilter size={16} stroke={1.6} />}
          onClick={onFilters}
          aria-label={`Filters, ${count} chosen`}
        >
          {count > 0 ? count : ''}
        </Button>
      )}
      <Button
        tone={dirty ? 'primary' : 'quiet'}
        icon={<IconPlayerPlay size={16} stroke={1.6} />}
        onClick={onRun}
      >
        Run
      </Button>
      <SaveButton page={page} draft={draft} open={props.saving} onOpen={props.onSaving} />
    </div>
  );
}

function SourceIcon({ kind }: { kind: Source['kind'] | undefined }) {
  return kind === 'trace' ? <IconRoute size={16} stroke={1.6} /> : <IconFileText size={16} stroke={1.6} />;
}

function SourceMenu({
  sources,
  source,
  onChoose,
}: {
  sources: Source[];
  source: Source | undefined;
  onChoose: (id: string) => void;
}) {
  return (
    <Menu
      label="Source"
      minWidth={300}
      target={
        <button type="button" className={styles.source} aria-label={`Source: ${source?.name ?? 'none'}`}>
          <SourceIcon kind={source?.kind} />
          <b>{source?.name ?? 'No source'}</b>
          <span>{source && `${source.database}.${source.table}`}</span>
          <IconSelector size={14} stroke={1.6} />
        </button>
      }
      sections={[
        {
          items: sources.map((s) => ({
            key: s.id,
            label: s.name,
            icon: <SourceIcon kind={s.kind} />,
            note: <span className={styles.sourceTable}>{`${s.database}.${s.table}`}</span>,
            chosen: s.id === source?.id,
            onChoose: () => onChoose(s.id),
          })),
        },
      ]}
    />
  );
}
