import { expect, test } from 'vitest';
import { columnAt, dropPlace } from './column-drag';
import { columnSpecs, displayText, type Look } from './columns';
import { findPattern, matchesInRow, pieces } from './find';

const look: Look = { zone: 'utc', tight: false, wrap: false };

test('a text is found as it is written, whatever its case', () => {
  expect('a.b(c)'.match(findPattern('.B(')!)).toEqual(['.b(']);
  expect('ÄRGER'.match(findPattern('ärger')!)).toHaveLength(1);
  expect(findPattern('  ')).toBeUndefined();
});

test('cells are found as they are drawn', () => {
  const columns = [
    { name: 'Timestamp', type: 'DateTime64(9)' },
    { name: 'Count', type: 'UInt64' },
    { name: 'Body', type: 'String' },
  ];
  const specs = columnSpecs(columns, undefined, false);
  const row = {
    id: 'r',
    time_ns: '1795317119981336904',
    cells: ['1795317119981336904', '1234567', 'failed'],
  };
  const at = (text: string) => matchesInRow(row, 4, specs, look, findPattern(text)!);
  expect(at('03:11:59.981')).toEqual([{ row: 4, column: 0 }]);
  expect(at('1,234')).toEqual([{ row: 4, column: 1 }]);
  expect(at('FAIL')).toEqual([{ row: 4, column: 2 }]);
  expect(displayText('time', row.cells[0], { ...look, tight: true })).toBe('03:11:59.981');
});

test('a match far in is brought into sight, unless all of the text is', () => {
  const text = `${'x'.repeat(100)}Visa cache`;
  const pattern = findPattern('visa')!;
  expect(pieces(text, pattern, false)).toEqual([
    { text: `…${'x'.repeat(24)}`, found: false },
    { text: 'Visa', found: true },
    { text: ' cache', found: false },
  ]);
  expect(pieces(text, pattern, true)[0]!.text).toHaveLength(100);
  expect(pieces('none', pattern, false)).toEqual([{ text: 'none', found: false }]);
});

test('a dragged head shows where it would stand', () => {
  const spans = [
    { left: 0, right: 100 },
    { left: 100, right: 200 },
  ];
  expect([-5, 50, 150, 900].map((x) => columnAt(spans, x))).toEqual([0, 0, 1, 1]);
  expect(dropPlace({ from: 0, to: 2 }, 2)).toBe('after');
  expect(dropPlace({ from: 2, to: 0 }, 0)).toBe('before');
  expect(dropPlace({ from: 1, to: 1 }, 1)).toBeUndefined();
});
