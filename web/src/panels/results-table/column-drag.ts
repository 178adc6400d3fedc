// Dragging a column's head to another place. A press that hardly moves stays a click.

import { useRef, useState, type PointerEvent, type RefObject } from 'react';

export interface Drag {
  from: number;
  to: number; // where the column would stand when dropped now
}

const kDragsFromPx = 6;

/** At which side of a head the dragged column would come to stand. */
export function dropPlace(drag: Drag | undefined, column: number): 'before' | 'after' | undefined {
  if (!drag || drag.to !== column || drag.from === column) return undefined;
  return drag.to > drag.from ? 'after' : 'before';
}

/** The head under `x`; outside of all, the nearest one. */
export function columnAt(spans: { left: number; right: number }[], x: number): number {
  const index = spans.findIndex((span) => x < span.right);
  return index < 0 ? spans.length - 1 : index;
}

export function useColumnDrag(
  row: RefObject<HTMLElement | null>,
  onMove: ((from: number, to: number) => void) | undefined,
) {
  const [state, setState] = useState<Drag>();
  const dragged = useRef(false);

  const onPointerDown = (event: PointerEvent<HTMLElement>, from: number) => {
    dragged.current = false;
    if (!onMove || event.button !== 0 || event.pointerType === 'touch') return;
    const startX = event.clientX;
    let drag: Drag | undefined;
    const end = new AbortController();
    const move = (moved: globalThis.PointerEvent) => {
      if (!drag && Math.abs(moved.clientX - startX) < kDragsFromPx) return;
      const heads = [...(row.current?.children ?? [])].map((head) => head.getBoundingClientRect());
      dragged.current = true;
      drag = { from, to: columnAt(heads, moved.clientX) };
      setState(drag);
    };
    const stop = (drop: boolean) => {
      end.abort();
      setState(undefined);
      if (drop && drag && drag.to !== drag.from) onMove(drag.from, drag.to);
    };
    const cancel = (key: KeyboardEvent) => {
      if (key.key !== 'Escape' || !drag) return;
      key.stopPropagation();
      stop(false);
    };
    window.addEventListener('pointermove', move, { signal: end.signal });
    window.addEventListener('pointerup', () => stop(true), { signal: end.signal });
    window.addEventListener('pointercancel', () => stop(false), { signal: end.signal });
    window.addEventListener('keydown', cancel, { signal: end.signal, capture: true });
  };

  return { state, onPointerDown, wasDragged: () => dragged.current };
}
