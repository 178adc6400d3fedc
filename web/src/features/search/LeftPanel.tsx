// Analysis Mode and Filters: a panel, a 40 px strip where the panel has no room, a sheet from the strip.

import {
  IconFilter,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconTable,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Filter } from '../../api/types';
import { setPreferences } from '../../base/preferences';
import { FilterPanel } from '../../panels/facets/FilterPanel';
import { Sheet } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import styles from './Search.module.css';
import { toggleColumn } from './state';
import type { Page } from './use-page';

interface LeftPanelProps {
  page: Page;
  onFilters: (filters: Filter[]) => void;
}

function Filters({ page, onFilters }: LeftPanelProps) {
  const shown = page.link.columns ?? page.source?.default_select ?? [];
  return (
    <FilterPanel
      source={page.source}
      fields={page.fields}
      intent={page.intent}
      filters={page.link.filters}
      onFilters={onFilters}
      columns={shown}
      onColumn={(field) => page.go({ columns: toggleColumn(shown, field) })}
    />
  );
}

export function LeftPanel(props: LeftPanelProps) {
  return (
    <aside className={styles.left} aria-label="Analysis and filters">
      <nav className={styles.modes} aria-label="Analysis Mode">
        <h2>
          Analysis Mode
          <IconButton
            size="xs"
            label="Fold this panel"
            icon={<IconLayoutSidebarLeftCollapse size={14} stroke={1.6} />}
            onClick={() => setPreferences({ filtersFolded: true })}
          />
        </h2>
        <button type="button" aria-current="page" className={styles.mode}>
          <IconTable size={16} stroke={1.6} />
          Results Table
        </button>
      </nav>
      <Filters {...props} />
    </aside>
  );
}

/** `canUnfold` is false while something else needs the room; then the filters open as a sheet. */
export function LeftStrip({ canUnfold, ...props }: LeftPanelProps & { canUnfold: boolean }) {
  const [open, setOpen] = useState(false);
  const count = props.page.link.filters.length;
  return (
    <aside className={styles.strip} aria-label="Analysis and filters">
      <IconButton
        className={styles.stripMode}
        label="Results Table"
        icon={<IconTable size={16} stroke={1.6} />}
        aria-current="page"
      />
      <i />
      <IconButton
        label={count > 0 ? `Filters, ${count} chosen` : 'Filters'}
        icon={<IconFilter size={16} stroke={1.6} />}
        badge={count}
        onClick={() => setOpen(true)}
      />
      {canUnfold && (
        <IconButton
          label="Unfold this panel"
          icon={<IconLayoutSidebarLeftExpand size={16} stroke={1.6} />}
          onClick={() => setPreferences({ filtersFolded: false })}
        />
      )}
      <Sheet open={open} onClose={() => setOpen(false)} title="Filters" side="left">
        <div className={styles.sheetFilters}>
          <Filters {...props} />
        </div>
      </Sheet>
    </aside>
  );
}

export function FilterSheet({
  open,
  onClose,
  ...props
}: LeftPanelProps & { open: boolean; onClose: () => void }) {
  return (
    <Sheet open={open} onClose={onClose} title="Filters" side="bottom">
      <div className={styles.sheetFilters}>
        <Filters {...props} />
      </div>
    </Sheet>
  );
}
