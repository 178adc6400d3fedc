// The whole result as a file. The server streams it as a download; the page only names it.

import { IconDownload } from '@tabler/icons-react';
import { exportHref } from '../../api/client';
import type { ExportFormat, ExportRequest } from '../../api/types';
import { plural } from '../../base/format';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Floating';
import { totalOf } from './histogram-state';
import { columnsOf } from './use-columns';
import type { Page } from './use-page';

const kFormats: { format: ExportFormat; label: string; note: string }[] = [
  { format: 'csv', label: 'CSV', note: '.csv' },
  { format: 'jsonl', label: 'JSON lines', note: '.jsonl' },
];

export function ExportMenu({ page }: { page: Page }) {
  const request = exportRequest(page);
  return (
    <Menu
      label="Export"
      align="end"
      minWidth={200}
      target={
        <Button
          tone="ghost"
          size="s"
          disabled={request === undefined}
          icon={<IconDownload size={16} stroke={1.6} />}
        >
          Export
        </Button>
      }
      sections={[
        {
          title: exportedRows(page),
          items: kFormats.map(({ format, label, note }) => ({
            key: format,
            label,
            note,
            onChoose: () => request && download(exportHref(request, format)),
          })),
        },
      ]}
    />
  );
}

function exportRequest(page: Page): ExportRequest | undefined {
  const { intent, link } = page;
  return (
    intent && {
      ...intent,
      columns: columnsOf(page),
      ...(link.sort ? { sort: link.sort } : { order: link.order }),
    }
  );
}

function exportedRows({ histogram: { state } }: Page): string {
  if (!state?.done) return 'All rows of this search';
  if (!state.done.complete) return 'All rows of this search, uncounted ones too';
  return `${plural(totalOf(state), 'row')}, the columns shown`;
}

/** A link that is followed: the answer is an attachment, so the page stays. */
function download(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
