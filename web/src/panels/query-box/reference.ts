// What the reference sheet says; the whole truth is docs/search-language.md. `forms`: an example, its meaning.

import type { Language } from '../../api/types';

interface Group {
  title: string;
  forms: [example: string, meaning: string][];
  note?: string;
}

interface Reference {
  title: string;
  intro: string;
  groups: Group[];
}

const lucene: Reference = {
  title: 'How to search',
  intro:
    'A word finds whole words in upper or lower case, with or without a field. A blank joins like AND. Click an example to take it into the box.',
  groups: [
    {
      title: 'Words',
      forms: [
        ['refused', 'has the word'],
        ['connection refused', 'has both words, anywhere'],
        ['"connection refused"', 'has them next to each other, as written'],
        ['refus*', 'has a word that begins so'],
        ['*fused', 'has a word that ends so'],
        ['re*ed', 'has a word that looks so'],
        ['*fuse*', 'contains it, also inside a word'],
        ['/refused?$/', 'matches the regular expression, case as written'],
      ],
      note: 'Without a field the body of logs and the name of spans is searched.',
    },
    {
      title: 'Fields',
      forms: [
        ['ServiceName:payment', 'the field has the word'],
        ['ServiceName:"payment"', 'the field is exactly that'],
        ['ServiceName:pay*', 'wildcards and regular expressions work too'],
        ['ServiceName:*', 'is there and not empty'],
        ['ServiceName:""', 'is empty or absent'],
        ['LogAttributes.user.id:42', 'a key of a map'],
        ["LogAttributes['user.id']:42", 'the same, for odd names'],
        ['LogAttributes:42', 'any value of the map'],
        ['Body.user.name:ada', 'a path in text that is JSON'],
        ['Events.Name:exception', 'some element of an array'],
      ],
    },
    {
      title: 'Numbers and times',
      forms: [
        ['Duration:>250ms', 'greater; also >= < <='],
        ['SeverityNumber:[9 TO 12]', 'in the range, ends included'],
        ['SeverityNumber:{9 TO 12}', 'braces leave the ends out'],
        ['SeverityNumber:[9 TO *]', 'a star leaves an end open'],
        ['LogAttributes.code:>=500', 'numbers compare as numbers, inside maps too'],
        ['Timestamp:2026-11-21', 'that day, in UTC'],
      ],
    },
    {
      title: 'Joining',
      forms: [
        ['payment AND refused', 'both; a blank says the same'],
        ['payment OR currency', 'one of them'],
        ['-refused', 'not; NOT says the same'],
        ['(visa OR mastercard) refused', 'groups'],
        ['SeverityText:(error OR warn)', 'a group behind a field'],
        ['-ServiceName:(kafka OR flagd)', 'and its opposite'],
      ],
      note: 'AND binds tighter than OR. Operators are written in capitals.',
    },
    {
      title: 'Signs',
      forms: [
        ['a\\*b', 'a backslash takes a sign’s meaning away'],
        ['localhost:4317', 'addresses, URLs and times of day are text'],
      ],
    },
    {
      title: 'Different from HyperDX',
      forms: [
        ['Body:*fuse*', 'field:word finds whole words; write stars for a part'],
        ['ServiceName:*front*', 'wildcards work on fields and in the middle'],
        ['LogAttributes.code:>99', 'numbers in maps compare as numbers'],
      ],
      note: 'An unknown field is an error with a suggestion.',
    },
  ],
};

const sql: Reference = {
  title: 'How to search with SQL',
  intro:
    'The text is one SQL expression, the condition of the statement. Click an example to take it into the box.',
  groups: [
    {
      title: 'Conditions',
      forms: [
        ["ServiceName = 'payment'", 'equal; texts stand in single quotes'],
        ["ServiceName IN ('payment', 'cart')", 'one of these'],
        ["Body ILIKE '%cache full%'", 'contains, in upper or lower case'],
        ["hasToken(lower(Body), 'refused')", 'has the word; uses the text index'],
        ["match(Body, 'refused?$')", 'matches the regular expression'],
        ['Duration > 250e6', 'durations of spans are nanoseconds'],
      ],
    },
    {
      title: 'Maps and arrays',
      forms: [
        ["LogAttributes['user.id'] = '42'", 'a key of a map; absent keys read as empty'],
        ["mapContains(LogAttributes, 'user.id')", 'the key is there'],
        ["toFloat64OrNull(LogAttributes['code']) >= 500", 'as a number'],
        ["has(Events.Name, 'exception')", 'some element is'],
      ],
    },
    {
      title: 'Joining',
      forms: [
        ["ServiceName = 'payment' AND NOT Body ILIKE '%ok%'", 'both, and not'],
        ["(SeverityText = 'error' OR SeverityText = 'fatal')", 'one of them'],
      ],
      note: 'No comments, semicolons or backslashes outside quotes. Names given with AS among the columns can be used.',
    },
  ],
};

export const kReference: Record<Language, Reference> = { lucene, sql };
