// An address that is no page.

import { Link } from '@tanstack/react-router';
import { StateFrame } from '../panels/states/States';

export function NotFound() {
  return (
    <StateFrame title="There is no page here">
      <p>
        The address may be cut or old. <Link to="/search">Go to Search</Link>
      </p>
    </StateFrame>
  );
}
