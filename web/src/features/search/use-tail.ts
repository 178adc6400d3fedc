// Live Tail's connection: it listens while somebody looks, comes back by itself, and leaves no gap unnoticed.

import { useEffect, useEffectEvent, useReducer, useState } from 'react';
import { ApiError } from '../../api/errors';
import { streamTail } from '../../api/streams';
import type { Intent } from '../../api/types';
import { kNoTail, reduceTail, type PauseReason, type TailState } from './tail-state';

const kTailAgainMs = 1000;

export interface Tail {
  state: TailState;
  error: ApiError | undefined;
  pause: (reason: PauseReason) => void;
  resume: () => void;
}

/** `onGap`: rows may have come unheard, and the list must be read again. */
export function useTail(intent: Intent | undefined, columns: string[] | undefined, onGap: () => void): Tail {
  const [state, act] = useReducer(reduceTail, kNoTail);
  const [error, setError] = useState<ApiError>();
  const key = intent && JSON.stringify({ ...intent, ...(columns ? { columns } : {}) });
  const unheard = useEffectEvent(() => {
    if (state.paused) act({ event: 'gap' });
    else onGap();
  });

  useEffect(() => {
    act({ event: 'start' });
    if (key === undefined) return undefined;
    const stop = new AbortController();
    const listen = async () => {
      for (let first = true; !stop.signal.aborted; first = false) {
        await untilSeen(stop.signal);
        const seen = new AbortController();
        const hide = () => document.hidden && seen.abort();
        document.addEventListener('visibilitychange', hide);
        try {
          if (!first) unheard();
          const signal = AbortSignal.any([stop.signal, seen.signal]);
          for await (const batch of streamTail(JSON.parse(key) as Intent, signal)) {
            setError(undefined);
            batch.forEach(act);
          }
        } catch (failure) {
          if (stop.signal.aborted) return;
          if (seen.signal.aborted) continue;
          if (failure instanceof ApiError) setError(failure);
          if (failure instanceof ApiError && !failure.passes) return;
          await new Promise((resolve) => setTimeout(resolve, kTailAgainMs));
        } finally {
          document.removeEventListener('visibilitychange', hide);
        }
      }
    };
    void listen();
    return () => stop.abort();
  }, [key]);

  return {
    state,
    error,
    pause: (reason) => act({ event: 'pause', reason, atMs: Date.now() }),
    resume: () => {
      if (state.gap) onGap();
      act({ event: 'resume' });
    },
  };
}

/** Resolves when the document can be seen, at once if it can, and when `signal` is aborted. */
function untilSeen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', check);
      resolve();
    };
    document.addEventListener('visibilitychange', check);
    signal.addEventListener('abort', check, { once: true });
    check();
  });
}
