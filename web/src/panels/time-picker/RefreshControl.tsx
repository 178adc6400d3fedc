// Ask again: now, and by itself every so often.

import { IconChevronDown, IconRefresh } from '@tabler/icons-react';
import { span } from '../../base/format';
import { Button, ButtonGroup } from '../../ui/Button';
import { Menu } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import styles from './TimePicker.module.css';

export const kRefreshes = [1000, 2000, 4000, 10_000, 30_000, 60_000, 300_000];

interface RefreshControlProps {
  everyMs: number | undefined; // undefined: only when told to
  onNow: () => void;
  onEvery: (ms: number | undefined) => void;
}

export function RefreshControl({ everyMs, onNow, onEvery }: RefreshControlProps) {
  const name = everyMs === undefined ? 'off' : `every ${span(everyMs)}`;
  return (
    <ButtonGroup label="Refresh">
      <IconButton
        tone="quiet"
        label="Refresh now"
        keys="r"
        icon={<IconRefresh size={16} stroke={1.6} />}
        onClick={onNow}
      />
      <Menu
        label="Refresh"
        align="end"
        target={
          <Button className={styles.every} aria-label={`Refresh by itself: ${name}`}>
            {everyMs !== undefined && span(everyMs)}
            <IconChevronDown size={14} stroke={1.6} />
          </Button>
        }
        sections={[
          {
            title: 'Refresh by itself',
            items: [undefined, ...kRefreshes].map((ms) => ({
              key: String(ms),
              label: ms === undefined ? 'Off' : `Every ${span(ms)}`,
              chosen: ms === everyMs,
              onChoose: () => onEvery(ms),
            })),
          },
        ]}
      />
    </ButtonGroup>
  );
}
