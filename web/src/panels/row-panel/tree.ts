// A row's columns as a tree: maps, arrays, and texts that are JSON open into their parts. Pure.

import type { Row } from '../../api/types';
import { isoInstant } from '../../base/clock';
import { cellText } from '../results-table/columns';

export interface TreeNode {
  path: string; // unique in its row
  key: string; // as shown
  type: string; // of a column; empty below
  field: string | undefined; // as a search names it; absent when it cannot be searched by value
  text: string; // of a leaf; a short view of what a branch holds
  parts: unknown; // of a branch: the object or array itself
  value: unknown;
}

/** Texts longer than this are not tried as JSON. */
const kLongestJson = 200_000;
/** Parts are found by a search down to this many levels. */
const kDeepest = 12;
const kSummaryKeys = 4;

export function columnNodes(row: Row): TreeNode[] {
  return row.columns.map(({ name, type, value }) => {
    const isInstant = /^(Nullable\()?DateTime/.test(type) && typeof value === 'string';
    const node = nodeOf(name, name, isInstant ? isoInstant(BigInt(value)) : value, undefined);
    const plain = typeof value !== 'object' || value === null;
    return { ...node, type, value, field: plain && !isInstant ? name : undefined };
  });
}

/** Keys of a map column are fields; what lies deeper has none. */
export function childNodes(node: TreeNode): TreeNode[] {
  const { parts } = node;
  if (Array.isArray(parts))
    return parts.map((value: unknown, index) =>
      nodeOf(`${node.path}[${index}]`, String(index), value, undefined),
    );
  if (!isObject(parts)) return [];
  const isColumn = node.type !== '' && typeof node.value === 'object';
  return Object.entries(parts).map(([key, value]) =>
    nodeOf(`${node.path}.${key}`, key, value, isColumn ? `${node.path}.${key}` : undefined),
  );
}

function nodeOf(path: string, key: string, value: unknown, field: string | undefined): TreeNode {
  const parts = partsOf(value);
  const isText = typeof value !== 'object' || value === null;
  return {
    path,
    key,
    type: '',
    field: isText ? field : undefined,
    text: parts === undefined ? leafText(value) : isText ? cellText(value) : summaryOf(parts),
    parts,
    value,
  };
}

function leafText(value: unknown): string {
  return value === null || value === undefined ? '(absent)' : cellText(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What opens: an object or array with something in it, or a text that is one. */
function partsOf(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0 ? value : undefined;
  if (typeof value !== 'string' || value.length > kLongestJson || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return partsOf(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function summaryOf(parts: unknown): string {
  const keys = Object.keys(parts as object);
  if (Array.isArray(parts)) return `${keys.length} ${keys.length === 1 ? 'item' : 'items'}`;
  const shown = keys.slice(0, kSummaryKeys).join(', ');
  return keys.length > kSummaryKeys ? `${shown}, … ${keys.length} keys` : shown;
}

/** The paths of nodes whose key or value holds the text, with all above them; case does not matter. */
export function findPaths(nodes: TreeNode[], text: string): Set<string> | undefined {
  const word = text.trim().toLowerCase();
  if (word === '') return undefined;
  const paths = new Set<string>();
  const visit = (node: TreeNode, depth: number): boolean => {
    let found =
      node.key.toLowerCase().includes(word) ||
      (node.parts === undefined && node.text.toLowerCase().includes(word));
    if (node.parts !== undefined && depth < kDeepest)
      for (const child of childNodes(node)) if (visit(child, depth + 1)) found = true;
    if (found) paths.add(node.path);
    return found;
  };
  for (const node of nodes) visit(node, 0);
  return paths;
}

/** What "copy" gives of a node. */
export function copyText(node: TreeNode): string {
  return typeof node.value === 'object' && node.value !== null
    ? JSON.stringify(node.value, null, 2)
    : node.type !== '' && node.text !== ''
      ? node.text
      : cellText(node.value);
}
