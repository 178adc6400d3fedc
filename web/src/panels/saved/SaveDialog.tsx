// Names a search: for saving a new one and for changing the name and tags of one there is.

import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { SavedSearch } from '../../api/types';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Floating';
import { TextInput } from '../../ui/TextInput';
import styles from './Saved.module.css';
import { readTags } from './tags';

export type Naming = Pick<SavedSearch, 'name' | 'tags' | 'favourite'>;

interface SaveDialogProps {
  title: string;
  start: Naming;
  says: [part: string, text: string][]; // what is saved
  busy: boolean;
  error: string | undefined;
  onSave: (naming: Naming) => void;
  onClose: () => void;
}

const kLongestName = 200;

export function SaveDialog({ title, start, says, busy, error, onSave, onClose }: SaveDialogProps) {
  const [name, setName] = useState(start.name);
  const [tags, setTags] = useState(start.tags.join(', '));
  const [favourite, setFavourite] = useState(start.favourite);
  const read = readTags(tags);
  const wrong =
    name.trim().length > kLongestName ? `A name has at most ${kLongestName} characters.` : read.wrong;
  return (
    <Dialog open onClose={onClose} title={title} width={520}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !wrong && !busy)
            onSave({ name: name.trim(), tags: read.tags, favourite });
        }}
      >
        <label>
          Name
          <TextInput label="Name" value={name} data-autofocus onChange={setName} />
        </label>
        <label>
          Tags, with commas between them
          <TextInput label="Tags" value={tags} onChange={setTags} invalid={read.wrong !== undefined} />
        </label>
        {says.length > 0 && (
          <dl className={styles.says}>
            {says.map(([part, text]) => (
              <div key={part}>
                <dt>{part}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {(wrong ?? error) !== undefined && (
          <p className={styles.wrong} role="alert">
            {wrong ?? error}
          </p>
        )}
        <div className={styles.formEnd}>
          <Button
            tone="ghost"
            pressed={favourite}
            icon={favourite ? <IconStarFilled size={16} /> : <IconStar size={16} stroke={1.6} />}
            onClick={() => setFavourite(!favourite)}
          >
            Favourite
          </Button>
          <span className={styles.space} />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={name.trim() === '' || wrong !== undefined || busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
