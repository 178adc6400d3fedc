// Which neighbours of a row its Surrounding Context shows, as a part of an address: how far around, and what
// they must share with the row.

export const kContextMatches = ['anything', 'service', 'host', 'pod', 'node', 'custom'] as const;
export type ContextMatch = (typeof kContextMatches)[number];

export interface ContextChoice {
  windowMs: number; // before and after together
  match: ContextMatch;
  fields: string[]; // custom: attributes that must be equal
  where: string; // custom: a search besides
}

export const kContextWindowsMs = [100, 500, 1000, 5000, 30_000, 60_000, 300_000, 900_000];

export const kDefaultContext: ContextChoice = {
  windowMs: 30_000,
  match: 'anything',
  fields: [],
  where: '',
};

export interface ContextParams {
  around?: string;
  match?: string;
  match_on?: string;
  match_where?: string;
}

export function parseContext(params: ContextParams): ContextChoice {
  const windowMs = Number(params.around);
  return {
    windowMs: kContextWindowsMs.includes(windowMs) ? windowMs : kDefaultContext.windowMs,
    match: kContextMatches.find((match) => match === params.match) ?? kDefaultContext.match,
    fields: strings(params.match_on),
    where: params.match_where ?? '',
  };
}

export function formatContext(choice: ContextChoice): ContextParams {
  const params: ContextParams = {};
  if (choice.windowMs !== kDefaultContext.windowMs) params.around = String(choice.windowMs);
  if (choice.match !== kDefaultContext.match) params.match = choice.match;
  if (choice.match === 'custom' && choice.fields.length > 0) params.match_on = JSON.stringify(choice.fields);
  if (choice.match === 'custom' && choice.where !== '') params.match_where = choice.where;
  return params;
}

function strings(text: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
