// The search language on one page. Every example can be taken into the box.

import type { Language } from '../../api/types';
import { Dialog } from '../../ui/Floating';
import { kReference } from './reference';
import styles from './ReferenceSheet.module.css';

interface ReferenceSheetProps {
  language: Language;
  onClose: () => void;
  onUse: (example: string) => void;
}

export function ReferenceSheet({ language, onClose, onUse }: ReferenceSheetProps) {
  const { title, intro, groups } = kReference[language];
  return (
    <Dialog open onClose={onClose} title={title} width={860}>
      <p className={styles.intro}>{intro}</p>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.forms.map(([example, meaning]) => (
                <div key={example}>
                  <dt>
                    <button type="button" title="Take this into the box" onClick={() => onUse(example)}>
                      {example}
                    </button>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
            {group.note !== undefined && <p>{group.note}</p>}
          </section>
        ))}
      </div>
    </Dialog>
  );
}
