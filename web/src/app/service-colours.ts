// Keeps the table of service colours: read once, and names without a colour are given one by the server.

import { assignServiceSlots, listServiceSlots } from '../api/client';
import { forgetAsked, onServicesWanted, setServiceSlots } from '../base/service-slots';

const kAgainMs = 5000;
const kMostNames = 1000; // of one request
const kLongestName = 256;

/** Returns what ends it. */
export function keepServiceColours(): () => void {
  const stop = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const assign = (names: string[]) => {
    const sent = names.filter((name) => name.length <= kLongestName).slice(0, kMostNames);
    if (sent.length === 0) return;
    assignServiceSlots(sent).then(
      ({ slots }) => setServiceSlots(slots),
      () => forgetAsked(names),
    );
  };
  const read = () => {
    listServiceSlots(stop.signal).then(
      ({ slots }) => {
        setServiceSlots(slots);
        onServicesWanted(assign);
      },
      () => {
        if (!stop.signal.aborted) timer = setTimeout(read, kAgainMs);
      },
    );
  };
  read();
  return () => {
    stop.abort();
    clearTimeout(timer);
    onServicesWanted(undefined);
  };
}
