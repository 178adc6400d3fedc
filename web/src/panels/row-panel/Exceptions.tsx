// What was thrown: type, message, and the stack with the application's own frames in sight.

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { classes } from '../../base/classes';
import { exact, plural } from '../../base/format';
import { Button } from '../../ui/Button';
import { CopyButton } from '../../ui/CopyLine';
import styles from './Exceptions.module.css';
import { beginningOf, LongText } from './LongText';
import type { Thrown } from './sections';
import { groupStack, kMostStackLines, parseStack, type StackGroup, type StackLine } from './stack';

/** Exceptions drawn of one row. */
const kMostExceptions = 5;
const kMostStackCharacters = 200_000;

export function Exceptions({ thrown }: { thrown: Thrown[] }) {
  return (
    <>
      {thrown.slice(0, kMostExceptions).map((exception, index) => (
        <ExceptionCard key={index} {...exception} />
      ))}
      {thrown.length > kMostExceptions && (
        <p className={styles.rest}>
          {plural(thrown.length - kMostExceptions, 'more exception')} in the row’s events.
        </p>
      )}
    </>
  );
}

function ExceptionCard({ type, message, stack }: Thrown) {
  return (
    <section className={styles.exception} aria-label="Exception">
      <h3>
        <b>{type === '' ? 'Exception' : type}</b>
        <span />
        {stack !== '' && <CopyButton label="Copy the stack trace" text={stack} />}
      </h3>
      {message !== '' && (
        <p>
          <LongText text={message} />
        </p>
      )}
      {stack !== '' && <Stack stack={stack} />}
    </section>
  );
}

const kShownLines = 40;

function Stack({ stack }: { stack: string }) {
  const [plain, setPlain] = useState(false);
  const [all, setAll] = useState(false);
  const text = beginningOf(stack, kMostStackCharacters);
  const lines = useMemo(() => parseStack(text), [text]);
  const groups = useMemo(() => groupStack(all ? lines : lines.slice(0, kShownLines)), [lines, all]);
  const readable = lines.some((line) => line.kind === 'frame');
  return (
    <div className={styles.stack}>
      <div className={styles.frames} tabIndex={0} aria-label="Stack trace">
        {plain || !readable ? (
          <pre>
            <LongText text={text} />
          </pre>
        ) : (
          groups.map((group, index) => <Group key={index} group={group} />)
        )}
      </div>
      {readable && (
        <footer>
          {!plain && !all && lines.length > kShownLines && (
            <Button tone="link" onClick={() => setAll(true)}>
              Show {exact(lines.length - kShownLines)} more lines
            </Button>
          )}
          {lines.length >= kMostStackLines && <span>Only {exact(kMostStackLines)} lines are read.</span>}
          <Button tone="link" onClick={() => setPlain(!plain)}>
            {plain ? 'As frames' : 'As printed'}
          </Button>
        </footer>
      )}
    </div>
  );
}

function Group({ group }: { group: StackGroup }) {
  const [open, setOpen] = useState(false);
  if (group.kind === 'own') return group.lines.map((line, index) => <Line key={index} line={line} />);
  return (
    <>
      <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={12} stroke={1.6} /> : <IconChevronRight size={12} stroke={1.6} />}
        {plural(group.lines.length, 'library frame')}
      </button>
      {open && group.lines.map((line, index) => <Line key={index} line={line} />)}
    </>
  );
}

function Line({ line }: { line: StackLine }) {
  if (line.kind === 'text') return <div className={styles.text}>{line.text}</div>;
  const { frame } = line;
  return (
    <div className={classes(styles.frame, frame.library && styles.library)} title={frame.text}>
      <b>{frame.function === '' ? '(anonymous)' : frame.function}</b> <span>{frame.place}</span>
    </div>
  );
}
