// Values of fields with their counts, as they are counted.

import { streamValues } from '../../api/streams';
import type { FieldValues, Intent, ValuesEvent, ValuesRequest } from '../../api/types';
import { useStream, type Streamed } from '../use-stream';

export type ValuesByField = Record<string, FieldValues>;

/** The first part of the query keys of all values. */
export const kValuesKey = 'values';

const kNothing: ValuesByField = {};

function reduceValues(state: ValuesByField, event: ValuesEvent): ValuesByField {
  return event.event === 'values' ? { ...state, [event.field]: event } : state;
}

export function useValues(
  intent: Intent | undefined,
  fields: string[],
  limit: number,
  prefix: string,
): Streamed<ValuesByField> {
  const request: ValuesRequest | undefined = intent && {
    ...intent,
    fields,
    limit,
    ...(prefix === '' ? {} : { prefix }),
  };
  return useStream<ValuesEvent, ValuesByField>({
    key: [kValuesKey, request],
    enabled: request !== undefined && fields.length > 0,
    open: (signal) => streamValues(request!, signal),
    initial: kNothing,
    reduce: reduceValues,
  });
}
