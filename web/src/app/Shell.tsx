// The frame around every page: the menu on the left, the page beside it.

import {
  IconAdjustments,
  IconCommand,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
} from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { classes } from '../base/classes';
import { kModKey, useHotkeys } from '../base/hotkeys';
import { setPreferences, usePreference } from '../base/preferences';
import { closeMenu, useMenuOpen } from '../panels/frame/menu-store';
import { setPaletteOpen, usePaletteOpen } from '../panels/palette/commands';
import { useMedia } from '../panels/use-media';
import { Popover, Sheet } from '../ui/Floating';
import { IconButton, Tip } from '../ui/IconButton';
import { Mark } from '../ui/Mark';
import { kPages } from './pages';
import { PreferencesForm } from './PreferencesForm';
import styles from './Shell.module.css';

const Commands = lazy(async () => ({ default: (await import('./Commands')).Commands }));

export function Shell() {
  const narrow = useMedia('narrow');
  const menuOpen = useMenuOpen();
  const commandsOpen = usePaletteOpen();
  useHotkeys({ 'mod+k': () => setPaletteOpen(true) });
  return (
    <div className={styles.shell}>
      {!narrow && <SideMenu />}
      <div className={styles.page}>
        <Outlet />
      </div>
      {narrow && (
        <Sheet open={menuOpen} onClose={closeMenu} title="Sextant" side="left">
          <Pages unfolded onGo={closeMenu} />
          <CommandsEntry unfolded onGo={closeMenu} />
          <div className={styles.sheetPreferences}>
            <PreferencesForm />
          </div>
        </Sheet>
      )}
      {commandsOpen && (
        <Suspense>
          <Commands />
        </Suspense>
      )}
    </div>
  );
}

function SideMenu() {
  const pinned = usePreference('menuPinned');
  const folds = useMedia('compact');
  const unfolded = pinned && !folds;
  const [open, setOpen] = useState(false);
  return (
    <aside className={classes(styles.menu, unfolded && styles.unfolded)} aria-label="Menu">
      <Link to="/search" className={styles.brand} aria-label="Sextant">
        <Mark />
        {unfolded && <span>Sextant</span>}
      </Link>
      <Pages unfolded={unfolded} />
      <span className={styles.space} />
      <CommandsEntry unfolded={unfolded} />
      <Popover
        open={open}
        onClose={() => setOpen(false)}
        label="Preferences"
        target={
          <button
            type="button"
            className={styles.entry}
            aria-label="Preferences"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconAdjustments size={18} stroke={1.6} />
            {unfolded && <span>Preferences</span>}
          </button>
        }
      >
        <div className={styles.preferences}>
          <PreferencesForm />
        </div>
      </Popover>
      {!folds && (
        <IconButton
          className={styles.pin}
          label={unfolded ? 'Fold the menu' : 'Unfold the menu'}
          icon={
            unfolded ? (
              <IconLayoutSidebarLeftCollapse size={16} stroke={1.6} />
            ) : (
              <IconLayoutSidebarLeftExpand size={16} stroke={1.6} />
            )
          }
          onClick={() => setPreferences({ menuPinned: !pinned })}
        />
      )}
    </aside>
  );
}

function CommandsEntry({ unfolded, onGo }: { unfolded: boolean; onGo?: () => void }) {
  const open = () => {
    onGo?.();
    setPaletteOpen(true);
  };
  return (
    <Tip label="Commands" keys={kCommandsKeys}>
      <button type="button" className={styles.entry} aria-label="Commands" onClick={open}>
        <IconCommand size={18} stroke={1.6} />
        {unfolded && <span>Commands</span>}
      </button>
    </Tip>
  );
}

const kCommandsKeys = `${kModKey} K`;

function Pages({ unfolded, onGo }: { unfolded: boolean; onGo?: () => void }) {
  const here = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav aria-label="Pages" className={styles.pages}>
      {kPages.map((page) => {
        const link = (
          <Link
            key={page.path}
            to={page.path}
            className={classes(styles.entry, here === page.path && styles.here)}
            aria-current={here === page.path ? 'page' : undefined}
            aria-label={page.name}
            onClick={onGo}
          >
            {page.icon}
            {unfolded && <span>{page.name}</span>}
          </Link>
        );
        return unfolded ? (
          link
        ) : (
          <Tip key={page.path} label={page.name}>
            {link}
          </Tip>
        );
      })}
    </nav>
  );
}
