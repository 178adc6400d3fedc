// The search: its language, its text, and beneath it what the server understood, or where it did not.

import { IconChevronDown, IconHelp } from '@tabler/icons-react';
import {
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
  type Ref,
} from 'react';
import type { ApiErrorBody, Explanation, Field, Language } from '../../api/types';
import { classes } from '../../base/classes';
import { Menu } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { Beneath } from './Beneath';
import type { Editor } from './editor';
import { HistoryMenu } from './HistoryMenu';
import styles from './QueryBox.module.css';
import { useRecall } from './use-recall';

const ReferenceSheet = lazy(async () => ({ default: (await import('./ReferenceSheet')).ReferenceSheet }));

export interface QueryBoxHandle {
  focus: () => void;
  openReference: () => void;
}

interface QueryBoxProps {
  text: string;
  language: Language;
  fields: Field[];
  explanation: Explanation | undefined; // of the text as it stands
  error: ApiErrorBody | undefined; // of the text as it stands, or of the search that ran
  values: (field: string, typed: string) => Promise<{ value: string; count: string }[]>;
  onText: (text: string) => void;
  onLanguage: (language: Language) => void;
  onRun: () => void;
  ref?: Ref<QueryBoxHandle>;
}

const kLanguages: { value: Language; label: string; note: string }[] = [
  { value: 'lucene', label: 'Lucene', note: 'words, field:value' },
  { value: 'sql', label: 'SQL', note: 'a WHERE expression' },
];

const kPlaceholders: Record<Language, string> = {
  lucene: 'Search: words, "a phrase", field:value, -not',
  sql: "WHERE: ServiceName = 'payment' AND Duration > 200e6",
};

export function QueryBox({ ref, ...props }: QueryBoxProps) {
  const { text, language, error, explanation } = props;
  const host = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<Editor>();
  const [reference, setReference] = useState(false);
  const { history, recall } = useRecall(language, text, props.onText);

  const fix = error?.fix;
  const acceptFix = () => {
    if (fix) props.onText(fix.text);
    return fix !== undefined;
  };
  const leave = useEffectEvent(() => host.current?.querySelector<HTMLElement>('.cm-content')?.blur());
  const accept = useEffectEvent(acceptFix);
  const change = useEffectEvent((next: string) => props.onText(next));
  const run = useEffectEvent(() => props.onRun());
  const recalled = useEffectEvent(recall);
  const fields = useEffectEvent(() => props.fields);
  const values = useEffectEvent((field: string, typed: string) => props.values(field, typed));

  useEffect(() => {
    let made: Editor | undefined;
    let gone = false;
    const load = async () => {
      const { createEditor } = await import('./editor');
      if (gone || !host.current) return;
      const focused = document.activeElement === plain.current && plain.current !== null;
      const start = plain.current;
      made = createEditor(host.current, {
        text: start?.value ?? '',
        language: (host.current.dataset.language as Language | undefined) ?? 'lucene',
        label: 'Search',
        placeholders: kPlaceholders,
        onText: (next) => change(next),
        onRun: () => run(),
        onLeave: () => leave(),
        onAccept: () => accept(),
        onHistory: (step) => recalled(step),
        fields: () => fields(),
        values: (field, typed) => values(field, typed),
      });
      setEditor(made);
      if (focused) made.focus();
    };
    const idle = setTimeout(() => void load(), 0);
    return () => {
      gone = true;
      clearTimeout(idle);
      made?.destroy();
    };
  }, []);

  useEffect(() => editor?.setText(text), [editor, text]);
  useEffect(() => editor?.setLanguage(language), [editor, language]);
  useEffect(() => editor?.setError(error?.place), [editor, error, text]);
  const focus = () => (editor ? editor.focus() : plain.current?.focus());
  useImperativeHandle(ref, () => ({ focus, openReference: () => setReference(true) }));

  return (
    <div className={styles.box}>
      <div className={classes(styles.field, error && styles.invalid)}>
        <Menu
          label="Query language"
          minWidth={220}
          target={
            <button
              type="button"
              className={styles.language}
              aria-label={`Query language: ${kLanguages.find((l) => l.value === language)!.label}`}
            >
              {kLanguages.find((l) => l.value === language)!.label}
              <IconChevronDown size={12} stroke={1.6} />
            </button>
          }
          sections={[
            {
              items: kLanguages.map((l) => ({
                key: l.value,
                label: l.label,
                note: <em className={styles.note}>{l.note}</em>,
                chosen: l.value === language,
                onChoose: () => props.onLanguage(l.value),
              })),
            },
          ]}
        />
        <div ref={host} className={styles.editor} data-language={language}>
          {!editor && (
            <input
              ref={plain}
              className={styles.plain}
              aria-label="Search"
              spellCheck={false}
              autoComplete="off"
              placeholder={kPlaceholders[language]}
              value={text}
              onChange={(event) => props.onText(event.target.value)}
              onKeyDown={(event) => event.key === 'Enter' && props.onRun()}
            />
          )}
        </div>
        <HistoryMenu
          history={history}
          onChoose={(search) => {
            props.onText(search);
            focus();
          }}
        />
        <IconButton
          size="xs"
          label="How to search"
          icon={<IconHelp size={14} stroke={1.6} />}
          onClick={() => setReference(true)}
        />
        <kbd className={styles.key}>/</kbd>
      </div>
      <Beneath text={text} error={error} explanation={explanation} onFix={acceptFix} />
      {reference && (
        <Suspense>
          <ReferenceSheet
            language={language}
            onClose={() => setReference(false)}
            onUse={(example) => {
              setReference(false);
              props.onText(text.trim() === '' ? example : `${text.trim()} ${example}`);
              focus();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
