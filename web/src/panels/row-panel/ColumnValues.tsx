// Every column of a row as a tree. What lies folded is not drawn; long lists open in steps.

import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Row } from '../../api/types';
import { ActionsOfEntry, useAttention, type EntryActions } from './EntryActions';
import { kShownEntries, MoreOf } from './Entries';
import styles from './Entries.module.css';
import { LongText } from './LongText';
import { childNodes, columnNodes, copyText, findPaths, type TreeNode } from './tree';

const kIndentPx = 14;
const kMoreNodes = 200;

interface ColumnValuesProps {
  row: Row;
  find: string;
  actions: EntryActions;
}

export function ColumnValues({ row, find, actions }: ColumnValuesProps) {
  const nodes = useMemo(() => columnNodes(row), [row]);
  const found = useMemo(() => findPaths(nodes, find), [nodes, find]);
  const shown = found ? nodes.filter((node) => found.has(node.path)) : nodes;
  return (
    <div role="tree" aria-label="Columns">
      <Branch nodes={shown} depth={0} found={found} find={find} actions={actions} />
    </div>
  );
}

interface BranchProps {
  nodes: TreeNode[];
  depth: number;
  found: Set<string> | undefined;
  find: string;
  actions: EntryActions;
}

function Branch({ nodes, ...props }: BranchProps) {
  const [most, setMost] = useState(kShownEntries);
  const shown = nodes.slice(0, most);
  return (
    <>
      {shown.map((node) => (
        <Node key={node.path} node={node} {...props} />
      ))}
      <MoreOf all={nodes.length} shown={shown.length} onMore={() => setMost(most + kMoreNodes)} />
    </>
  );
}

function Node({ node, depth, found, find, actions }: Omit<BranchProps, 'nodes'> & { node: TreeNode }) {
  const isBranch = node.parts !== undefined;
  const isJsonText = isBranch && typeof node.value === 'string';
  const [choice, setChoice] = useState<boolean>();
  const open = isBranch && (choice ?? (found !== undefined || (depth === 0 && !isJsonText)));
  const { attended, handlers } = useAttention();
  const children = useMemo(() => (open ? childNodes(node) : []), [node, open]);
  const matching = found ? children.filter((child) => found.has(child.path)) : children;
  // A key that matches by its own name shows all that it holds.
  const shown = matching.length > 0 ? matching : children;
  const toggle = () => isBranch && setChoice(!open);
  return (
    <>
      <div
        className={styles.node}
        role="treeitem"
        aria-level={depth + 1}
        aria-expanded={isBranch ? open : undefined}
        aria-label={node.key}
        tabIndex={0}
        {...handlers}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget || !isBranch) return;
          if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
          event.preventDefault();
          event.stopPropagation();
          setChoice(event.key === 'ArrowRight');
        }}
      >
        <span className={styles.nodeKey} style={{ paddingLeft: depth * kIndentPx }} title={node.path}>
          <Twist isBranch={isBranch} open={open} onToggle={toggle} name={node.key} />
          <span>
            {node.key}
            {node.type !== '' && <em title={node.type}>{node.type}</em>}
          </span>
        </span>
        <NodeValue node={node} open={open} onToggle={toggle} />
        {attended && (
          <ActionsOfEntry
            name={node.key}
            field={node.field}
            value={node.field === undefined ? () => copyText(node) : copyText(node)}
            actions={actions}
          />
        )}
      </div>
      {open && (
        <div role="group">
          <Branch nodes={shown} depth={depth + 1} found={found} find={find} actions={actions} />
        </div>
      )}
    </>
  );
}

function NodeValue({ node, open, onToggle }: { node: TreeNode; open: boolean; onToggle: () => void }) {
  if (node.parts === undefined)
    return (
      <span className={styles.value}>
        {node.text === '' ? <i className={styles.empty}>(empty)</i> : <LongText text={node.text} />}
      </span>
    );
  return (
    <span className={styles.summary} onClick={onToggle}>
      {open && typeof node.value !== 'string' ? '' : node.text.slice(0, 300)}
    </span>
  );
}

function Twist({
  isBranch,
  open,
  onToggle,
  name,
}: {
  isBranch: boolean;
  open: boolean;
  onToggle: () => void;
  name: string;
}) {
  if (!isBranch) return <i className={styles.twist} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.twist}
      aria-label={`${open ? 'Fold' : 'Open'} ${name}`}
      onClick={onToggle}
    >
      {open ? <IconChevronDown size={14} stroke={1.6} /> : <IconChevronRight size={14} stroke={1.6} />}
    </button>
  );
}
