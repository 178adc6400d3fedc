// What opens over the page: a popover at its button, a menu, a dialog, a sheet from the side. Each takes its
// content as children and knows nothing about it. Escape closes it and gives the focus back.

import { Drawer, Menu as MantineMenu, Modal, Popover as MantinePopover } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './Floating.module.css';

interface PopoverProps {
  open: boolean;
  onClose: () => void;
  target: ReactNode; // one element that takes a ref
  align?: 'start' | 'end';
  label: string;
  children: ReactNode;
}

export function Popover({ open, onClose, target, align = 'start', label, children }: PopoverProps) {
  return (
    <MantinePopover
      opened={open}
      onChange={(next) => !next && onClose()}
      position={`bottom-${align}`}
      offset={4}
      trapFocus
      returnFocus
      classNames={{ dropdown: styles.float! }}
    >
      <MantinePopover.Target>{target}</MantinePopover.Target>
      <MantinePopover.Dropdown aria-label={label}>{children}</MantinePopover.Dropdown>
    </MantinePopover>
  );
}

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: ReactNode;
  note?: ReactNode; // at the right end
  chosen?: boolean; // given: one of a group
  onChoose: () => void;
}

interface MenuProps {
  target: ReactNode;
  label: string;
  sections: { title?: string; items: MenuItem[] }[];
  align?: 'start' | 'end';
  minWidth?: number;
}

export function Menu({ target, label, sections, align = 'start', minWidth = 160 }: MenuProps) {
  return (
    <MantineMenu
      position={`bottom-${align}`}
      offset={4}
      alignItemsLabels="none"
      classNames={{ dropdown: styles.menu!, item: styles.item!, label: styles.title! }}
    >
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown aria-label={label} style={{ minWidth }}>
        {sections.map((section, index) => (
          <div
            key={section.title ?? index}
            role="group"
            aria-label={section.title ?? label}
            className={styles.section}
          >
            {section.title !== undefined && <MantineMenu.Label>{section.title}</MantineMenu.Label>}
            {section.items.map((item) => (
              <Item key={item.key} item={item} />
            ))}
          </div>
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}

function Item({ item }: { item: MenuItem }) {
  if (item.chosen === undefined)
    return (
      <MantineMenu.Item onClick={item.onChoose} leftSection={item.icon} rightSection={item.note}>
        {item.label}
      </MantineMenu.Item>
    );
  return (
    <MantineMenu.RadioItem
      value={item.key}
      checked={item.chosen}
      data-chosen={item.chosen}
      closeMenuOnClick
      checkIcon={<></>}
      rightSection={item.note}
      onChange={item.onChoose}
    >
      <span className={styles.radio}>
        {item.icon}
        {item.label}
      </span>
    </MantineMenu.RadioItem>
  );
}

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  width?: number;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, width = 640, children }: DialogProps) {
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      centered
      zIndex="var(--z-dialog)"
      transitionProps={{ duration: 0 }}
      overlayProps={{ className: styles.scrim! }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{
        content: styles.dialog!,
        header: styles.dialogHead!,
        title: styles.dialogTitle!,
        body: styles.dialogBody!,
        close: styles.close!,
      }}
    >
      {children}
    </Modal>
  );
}

export function Sheet({
  open,
  onClose,
  title,
  children,
  side = 'bottom',
}: DialogProps & { side?: 'bottom' | 'left' }) {
  return (
    <Drawer
      opened={open}
      onClose={onClose}
      title={title}
      position={side}
      size={side === 'bottom' ? '85dvh' : 260}
      zIndex="var(--z-dialog)"
      transitionProps={{ duration: 0 }}
      overlayProps={{ className: styles.scrim! }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      classNames={{
        content: styles.sheet!,
        header: styles.dialogHead!,
        title: styles.dialogTitle!,
        body: styles.sheetBody!,
        close: styles.close!,
      }}
    >
      {children}
    </Drawer>
  );
}
