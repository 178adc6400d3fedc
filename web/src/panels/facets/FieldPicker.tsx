// All fields of a source, to be ticked: columns first, then keys by how many rows have them.

import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { Field } from '../../api/types';
import { exact } from '../../base/format';
import { TextInput } from '../../ui/TextInput';
import styles from './Facets.module.css';

const kMostShown = 200;

export function FieldPicker({
  fields,
  chosen,
  onToggle,
}: {
  fields: Field[];
  chosen: string[];
  onToggle: (name: string) => void;
}) {
  const [find, setFind] = useState('');
  const word = find.trim().toLowerCase();
  const found = fields.filter(
    (field) => field.name.toLowerCase().includes(word) && !field.name.startsWith('__'),
  );
  return (
    <div className={styles.picker}>
      <TextInput
        label="Find a field"
        placeholder="Find a field"
        data-autofocus
        value={find}
        onChange={setFind}
        icon={<IconSearch size={14} stroke={1.6} />}
      />
      <ul>
        {found.slice(0, kMostShown).map((field) => (
          <li key={field.name}>
            <label>
              <input
                type="checkbox"
                className={styles.box}
                checked={chosen.includes(field.name)}
                onChange={() => onToggle(field.name)}
              />
              <span className={styles.text} title={`${field.name}: ${field.type}`}>
                {field.name}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {found.length > kMostShown && (
        <p className={styles.none}>
          {exact(kMostShown)} of {exact(found.length)} fields; type to find the others.
        </p>
      )}
    </div>
  );
}
