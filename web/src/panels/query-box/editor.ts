// The query box's editor: CodeMirror on one line, with colours, completion and the error's place. Loaded
// after the first paint; until then a plain field stands in its place.

import {
  acceptCompletion,
  autocompletion,
  completionStatus,
  selectedCompletionIndex,
  setSelectedCompletion,
  completionKeymap,
  startCompletion,
  type Completion,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { Compartment, EditorState, Prec, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  keymap,
  placeholder,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import type { Field, Language } from '../../api/types';
import { tokenize, typingAt } from './tokens';

export interface EditorHost {
  text: string;
  language: Language;
  label: string;
  placeholders: Record<Language, string>;
  onText: (text: string) => void;
  onRun: () => void;
  onLeave: () => void; // Escape
  onAccept: () => boolean; // Tab takes the offered fix, if there is one
  onHistory: (step: 1 | -1) => boolean; // ↑ and ↓: an older search, a newer one
  fields: () => Field[];
  values: (field: string, typed: string) => Promise<{ value: string; count: string }[]>;
}

export interface Place {
  offset: number;
  length: number;
}

export interface Editor {
  setText(text: string): void;
  setLanguage(language: Language): void;
  setError(place: Place | undefined): void;
  focus(): void;
  destroy(): void;
}

const setErrorPlace = StateEffect.define<Place | undefined>();

const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorPlace)) continue;
      const length = transaction.state.doc.length;
      const from = Math.min(effect.value?.offset ?? 0, Math.max(0, length - 1));
      const to = Math.min(length, from + Math.max(1, effect.value?.length ?? 0));
      next =
        effect.value && to > from
          ? Decoration.set([Decoration.mark({ class: 'cm-error' }).range(from, to)])
          : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function colours(language: Language) {
  const marks = (view: EditorView) =>
    Decoration.set(
      tokenize(view.state.doc.toString(), language).map((token) =>
        Decoration.mark({ class: `cm-${token.kind}` }).range(token.from, token.to),
      ),
    );
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = marks(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged) this.decorations = marks(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const oneLine = EditorState.transactionFilter.of((transaction) =>
  transaction.newDoc.lines > 1
    ? [
        {
          changes: {
            from: 0,
            to: transaction.startState.doc.length,
            insert: transaction.newDoc.toString().replace(/\s*\n\s*/g, ' '),
          },
          selection: { anchor: transaction.newDoc.toString().replace(/\s*\n\s*/g, ' ').length },
        },
      ]
    : transaction,
);

function completions(host: EditorHost, language: Language) {
  return async (context: CompletionContext) => {
    const typing = typingAt(context.state.doc.toString(), context.pos, language);
    if (typing.field === undefined) {
      if (typing.text === '' && !context.explicit) return null;
      return {
        from: typing.from,
        options: fieldOptions(host.fields(), typing.text, language),
        filter: false,
      };
    }
    const values = await host.values(typing.field, typing.text);
    return context.aborted
      ? null
      : { from: typing.from, to: context.pos, options: valueOptions(values, language), filter: false };
  };
}

const kMostOptions = 50;

function fieldOptions(fields: Field[], typed: string, language: Language): Completion[] {
  const word = typed.toLowerCase();
  const rank = (name: string) => {
    const lower = name.toLowerCase();
    return lower.startsWith(word) ? 0 : lower.includes(`.${word}`) ? 1 : 2;
  };
  return fields
    .filter((field) => field.name.toLowerCase().includes(word))
    .sort((a, b) => rank(a.name) - rank(b.name))
    .slice(0, kMostOptions)
    .map((field) => {
      const name = language === 'sql' ? sqlName(field) : field.name;
      const ending = language === 'sql' ? ' = ' : ':';
      return {
        label: name,
        detail: field.kind === 'key' ? 'key' : field.type,
        apply: (view, _c, from, to) => take(view, name + ending, from, to),
      };
    });
}

function sqlName(field: Field): string {
  if (field.kind === 'column' || field.column === undefined) return field.name;
  return `${field.column}['${field.name.slice(field.column.length + 1).replaceAll("'", "\\'")}']`;
}

function valueOptions(values: { value: string; count: string }[], language: Language): Completion[] {
  const quote = language === 'sql' ? "'" : '"';
  return values.map(({ value, count }) => {
    const text = `${quote}${value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
    return {
      label: value === '' ? '(empty)' : value,
      detail: Number(count).toLocaleString('en-US'),
      apply: (view, _c, from, to) => take(view, text, from, closing(view, to, quote)),
    };
  });
}

function closing(view: EditorView, to: number, quote: string): number {
  return view.state.sliceDoc(to, to + 1) === quote ? to + 1 : to;
}

function take(view: EditorView, text: string, from: number, to: number): void {
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } });
  if (/[:=]\s*$/.test(text)) startCompletion(view);
}

/** Tab takes the first completion; Enter runs the search unless one was walked to. */
function takeCompletion(view: EditorView): boolean {
  if (completionStatus(view.state) !== 'active') return false;
  if (selectedCompletionIndex(view.state) === null) view.dispatch({ effects: setSelectedCompletion(0) });
  return acceptCompletion(view);
}

export function createEditor(parent: HTMLElement, host: EditorHost): Editor {
  const language = new Compartment();
  const speaking = (name: Language) => [
    placeholder(host.placeholders[name]),
    colours(name),
    autocompletion({
      override: [completions(host, name)],
      icons: false,
      selectOnOpen: false,
      maxRenderedOptions: kMostOptions,
    }),
  ];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: host.text,
      selection: { anchor: host.text.length },
      extensions: [
        oneLine,
        history(),
        errorField,
        language.of(speaking(host.language)),
        EditorView.contentAttributes.of({
          'aria-label': host.label,
          'aria-multiline': 'false',
          autocapitalize: 'off',
          autocorrect: 'off',
        }),
        Prec.high(
          keymap.of([
            { key: 'Mod-Enter', run: () => (host.onRun(), true) },
            ...completionKeymap,
            { key: 'Enter', run: () => (host.onRun(), true) },
            { key: 'Escape', run: () => (host.onLeave(), true) },
            { key: 'ArrowUp', run: () => host.onHistory(1) },
            { key: 'ArrowDown', run: () => host.onHistory(-1) },
            { key: 'Tab', run: (target) => takeCompletion(target) || host.onAccept() },
          ]),
        ),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of(
          (update) => update.docChanged && host.onText(update.state.doc.toString()),
        ),
      ],
    }),
  });
  return {
    setText(text) {
      const now = view.state.doc.toString();
      if (now !== text)
        view.dispatch({
          changes: { from: 0, to: now.length, insert: text },
          selection: { anchor: text.length },
        });
    },
    setLanguage: (name) => view.dispatch({ effects: language.reconfigure(speaking(name)) }),
    setError: (place) => view.dispatch({ effects: setErrorPlace.of(place) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
