// All keys of the page.

import { kModKey } from '../../base/hotkeys';
import { Dialog } from '../../ui/Floating';
import styles from './Search.module.css';

const kKeys: { title: string; keys: [string[], string][] }[] = [
  {
    title: 'Search',
    keys: [
      [['/'], 'Go to the search'],
      [[kModKey, '↵'], 'Run'],
      [['d'], 'Time range'],
      [['r'], 'Refresh'],
      [[kModKey, 's'], 'Save this search'],
      [[kModKey, 'k'], 'Commands'],
      [['p'], 'Pause Live Tail'],
      [['g'], 'Newest rows, resume Live Tail'],
      [['Esc'], 'Close one level, cancel the reading'],
      [[kModKey, '/'], 'How to search'],
      [['?'], 'This list'],
    ],
  },
  {
    title: 'Rows',
    keys: [
      [['j', 'k'], 'Next, previous row'],
      [['←', '→'], 'Previous, next cell'],
      [['↵'], 'Open the row'],
      [['e'], 'Open the row in place'],
      [[kModKey, 'f'], 'Find in the table'],
      [['1', '2', '3'], 'Overview, Column Values, Surrounding Context'],
      [['f'], 'Filter to the cell’s value'],
      [['x'], 'Exclude the cell’s value'],
      [['c'], 'Copy the cell’s value'],
    ],
  },
];

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Keys" width={560}>
      <div className={styles.keys}>
        {kKeys.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, does]) => (
                <div key={does}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
