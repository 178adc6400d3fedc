// The panel's left edge: drag it, or use the arrow keys on it. The width is remembered.

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { setPreferences, usePreference } from '../../base/preferences';
import styles from './RowPanel.module.css';

const kLeastPanelPx = 480;
const kMostPanelPx = 1100;
const kKeyStepPx = 24;

export function Grip() {
  const width = usePreference('panelWidth');
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const set = (next: number) =>
    setPreferences({ panelWidth: Math.round(Math.min(kMostPanelPx, Math.max(kLeastPanelPx, next))) });
  const down = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent) =>
    start.current && set(start.current.width + start.current.x - event.clientX);
  const key = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? kKeyStepPx : event.key === 'ArrowRight' ? -kKeyStepPx : 0;
    if (step === 0) return;
    event.preventDefault();
    set(width + step);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the row panel"
      aria-valuenow={width}
      aria-valuemin={kLeastPanelPx}
      aria-valuemax={kMostPanelPx}
      tabIndex={0}
      className={styles.grip}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => (start.current = undefined)}
      onKeyDown={key}
    />
  );
}
