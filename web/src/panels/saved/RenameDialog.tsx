// The name and tags of a saved search, changed. `change` is its owner's, who also says what went wrong elsewhere.

import type { SavedSearch } from '../../api/types';
import { SaveDialog } from './SaveDialog';
import type { useChangeSaved } from './use-saved';

interface RenameDialogProps {
  search: SavedSearch;
  change: ReturnType<typeof useChangeSaved>;
  onClose: () => void;
}

export function RenameDialog({ search, change, onClose }: RenameDialogProps) {
  return (
    <SaveDialog
      title="Rename"
      start={search}
      says={[]}
      busy={change.isPending}
      error={change.error?.message}
      onSave={(naming) => change.mutate({ saved: search, change: naming }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
