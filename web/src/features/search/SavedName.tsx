// Beside the page's name: the saved search it shows, and whether it has been changed since.

import { saysTheSame } from '../../links/saved-search';
import styles from './Save.module.css';
import type { Draft } from './state';
import type { Page } from './use-page';

export function SavedName({ page, draft }: { page: Page; draft: Draft }) {
  const { saved, source, link } = page;
  if (saved.missing) return <span className={styles.name}>a saved search that is there no more</span>;
  if (!saved.search || !source) return null;
  const changed = !saysTheSame({ ...link, ...draft }, source.id, saved.search);
  return (
    <span className={styles.name} title={saved.search.name}>
      {saved.search.name}
      {changed && <em role="status">unsaved changes</em>}
    </span>
  );
}
