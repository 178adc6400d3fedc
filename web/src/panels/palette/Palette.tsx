// The command palette: type a few letters, ↑ ↓, ↵. Without letters it lists what there is, group by group.

import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { classes } from '../../base/classes';
import { fitting } from '../../base/fuzzy';
import { Dialog } from '../../ui/Floating';
import { useSources, type Command } from './commands';
import styles from './Palette.module.css';

const kMostShown = 60;
const kMostOfGroup = 6; // before anything is typed

export function Palette({ onClose }: { onClose: () => void }) {
  const id = useId();
  const sources = useSources();
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const all = sources.flatMap((source) => source.commands);
  const readings = typed.trim() === '' ? [] : sources.flatMap((source) => source.read?.(typed.trim()) ?? []);
  const shown =
    typed.trim() === ''
      ? fewOfEach(all)
      : [...fitting(all, typed, (command) => `${command.name} ${command.group}`), ...readings].slice(
          0,
          kMostShown,
        );
  const at = Math.min(place, shown.length - 1);

  const move = (to: number) => {
    const next = (to + shown.length) % Math.max(1, shown.length);
    setPlace(next);
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    if (event.key === 'Enter') run(shown[at]);
    else if (moves[event.key] !== undefined && !(typed !== '' && /Home|End/.test(event.key)))
      move(moves[event.key]!);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={onClose} title="Commands" width={640}>
      <div className={styles.palette}>
        <input
          type="text"
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls={`${id}list`}
          aria-activedescendant={shown[at] && `${id}${at}`}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          className={styles.input}
          placeholder="A page, a source, a saved search, a time such as yesterday 3pm to 5pm"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={onKey}
        />
        <ul ref={list} id={`${id}list`} role="listbox" aria-label="Commands" className={styles.list}>
          {shown.map((command, index) => (
            <Item
              key={command.key}
              id={`${id}${index}`}
              index={index}
              command={command}
              head={typed.trim() === '' && command.group !== shown[index - 1]?.group}
              chosen={index === at}
              grouped={typed.trim() === ''}
              onPoint={() => setPlace(index)}
              onRun={() => run(command)}
            />
          ))}
        </ul>
        {shown.length === 0 && (
          <p className={styles.none} role="status">
            Nothing is called that.
          </p>
        )}
      </div>
    </Dialog>
  );
}

function fewOfEach(commands: Command[]): Command[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups.values()].flatMap((group) => group.slice(0, kMostOfGroup));
}

interface ItemProps {
  id: string;
  index: number;
  command: Command;
  head: boolean;
  grouped: boolean;
  chosen: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function Item({ id, index, command, head, grouped, chosen, onPoint, onRun }: ItemProps) {
  return (
    <>
      {head && (
        <li role="presentation" className={styles.head}>
          {command.group}
        </li>
      )}
      <li
        id={id}
        data-index={index}
        role="option"
        aria-selected={chosen}
        className={classes(styles.item, chosen && styles.chosen)}
        onMouseMove={onPoint}
        onClick={onRun}
      >
        {!grouped && <em>{command.group}</em>}
        <span>{command.name}</span>
        {command.note !== undefined && <i>{command.note}</i>}
        {command.keys !== undefined && <kbd>{command.keys}</kbd>}
      </li>
    </>
  );
}
