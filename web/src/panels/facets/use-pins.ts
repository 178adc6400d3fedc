// Pins of a source: mine, kept by this browser, and the team's, kept by the server. The team's change at once on
// the screen and are taken back when the server refuses.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getPins, replacePins } from '../../api/client';
import type { ApiError } from '../../api/errors';
import type { Pins } from '../../api/types';
import { preferences, setPreferences, usePreference } from '../../base/preferences';
import { kNoPins, withFieldTurned, withValueTurned, type PinSet } from './pins';

export interface AllPins {
  mine: PinSet;
  team: PinSet;
  error: ApiError | undefined; // why the last change of the team's was not kept
  turnField: (whose: 'mine' | 'team', field: string) => void;
  turnValue: (whose: 'mine' | 'team', field: string, value: string) => void;
}

export function usePins(source: string): AllPins {
  const client = useQueryClient();
  const key = ['pins', source];
  const mine = usePreference('pins')[source] ?? kNoPins;
  const query = useQuery<Pins, ApiError>({
    queryKey: key,
    queryFn: ({ signal }) => getPins(source, signal),
    enabled: source !== '',
    staleTime: 60_000,
    retry: (_count, error) => error.passes,
    retryDelay: 1000,
  });
  const change = useMutation<Pins, ApiError, Pins, { before: Pins }>({
    mutationFn: ({ fields, values, version }) => replacePins(source, { fields, values, version }),
    onMutate: (next) => {
      const before = query.data!;
      client.setQueryData(key, next);
      return { before };
    },
    onSuccess: (kept) => client.setQueryData(key, kept),
    onError: (_error, _next, context) => {
      client.setQueryData(key, context?.before);
      void client.invalidateQueries({ queryKey: key });
    },
  });

  const turn = (whose: 'mine' | 'team', by: (pins: PinSet) => PinSet) => {
    if (whose === 'mine')
      setPreferences({
        pins: { ...preferences().pins, [source]: by(preferences().pins[source] ?? kNoPins) },
      });
    else if (query.data && !change.isPending) change.mutate({ ...query.data, ...by(query.data) });
  };
  return {
    mine,
    team: query.data ?? kNoPins,
    error: change.error ?? undefined,
    turnField: (whose, field) => turn(whose, (pins) => withFieldTurned(pins, field)),
    turnValue: (whose, field, value) => turn(whose, (pins) => withValueTurned(pins, field, value)),
  };
}
