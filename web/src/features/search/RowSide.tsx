// The open row beside the list.

import { RowPanel } from '../../panels/row-panel/RowPanel';
import type { Actions } from './use-actions';
import type { Page } from './use-page';
import type { RowParts } from './use-row-parts';
import type { useWalk } from './use-walk';

interface RowSideProps {
  page: Page;
  parts: RowParts;
  actions: Actions;
  walk: ReturnType<typeof useWalk>;
}

export function RowSide({ page, parts, actions, walk }: RowSideProps) {
  const { link, go, source, zone } = page;
  if (link.row === undefined || !source) return null;
  return (
    <RowPanel
      source={source}
      traces={parts.traces}
      id={link.row}
      depth={link.trail.length}
      tab={link.tab}
      zone={zone}
      columns={parts.columns}
      context={link.context}
      actions={parts.entry}
      onTab={walk.setTab}
      onContext={(context) => go({ context }, { replace: true })}
      onOpen={walk.openFrom}
      onOpenTrace={parts.openTrace}
      onStep={walk.currentRow ? walk.step : undefined}
      onBack={walk.back}
      onCopyLink={() => actions.copyLink()}
      onClose={() => go({ row: undefined, trail: [] })}
    />
  );
}
