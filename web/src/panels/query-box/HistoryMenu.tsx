// The searches that were run before in this language, to be taken into the box.

import { IconHistory } from '@tabler/icons-react';
import { Menu } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import styles from './QueryBox.module.css';

const kShown = 12;

interface HistoryMenuProps {
  history: string[];
  onChoose: (search: string) => void;
}

export function HistoryMenu({ history, onChoose }: HistoryMenuProps) {
  return (
    <Menu
      label="Earlier searches"
      align="end"
      minWidth={280}
      target={
        <IconButton
          size="xs"
          label="Earlier searches"
          keys="↑"
          disabled={history.length === 0}
          icon={<IconHistory size={14} stroke={1.6} />}
        />
      }
      sections={[
        {
          title: 'Earlier searches, newest first',
          items: history.slice(0, kShown).map((search) => ({
            key: search,
            label: <span className={styles.earlier}>{search}</span>,
            onChoose: () => onChoose(search),
          })),
        },
      ]}
    />
  );
}
