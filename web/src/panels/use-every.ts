// Something done again and again while somebody looks: never in a hidden tab, at once when it is seen again.

import { useEffect, useEffectEvent } from 'react';

export function useEvery(ms: number | undefined, act: () => void): void {
  const tick = useEffectEvent(() => {
    if (!document.hidden) act();
  });
  useEffect(() => {
    if (ms === undefined) return undefined;
    const timer = setInterval(() => tick(), ms);
    const seen = () => tick();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [ms]);
}
