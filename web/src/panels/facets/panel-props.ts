// What the filter panel and each of its fields are given.

import type { Field, Filter, Intent, Source } from '../../api/types';

export interface FilterPanelProps {
  source: Source | undefined;
  fields: Field[];
  intent: Intent | undefined;
  filters: Filter[];
  onFilters: (filters: Filter[]) => void;
  columns: string[]; // those the table shows
  onColumn: (field: string) => void;
}
