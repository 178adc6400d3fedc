// The pages and their addresses. Parameters stay plain text here; links/ gives them their meaning.

import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import type { SavedParams } from '../links/saved-search';
import { SearchPage } from '../features/search';
import type { SearchParams } from '../links/search-link';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way to say so
    throw redirect({ to: '/search', replace: true });
  },
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  component: SearchPage,
  validateSearch: (params: Record<string, unknown>): SearchParams => params,
});

const saved = createRoute({
  getParentRoute: () => root,
  path: '/saved',
  component: lazyRouteComponent(() => import('../features/saved'), 'SavedPage'),
  validateSearch: (params: Record<string, unknown>): SavedParams => params,
});

const gallery = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/gallery',
        component: lazyRouteComponent(() => import('../features/gallery'), 'GalleryPage'),
      }),
    ]
  : [];

function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(params: Record<string, unknown>): string {
  const known = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const text = new URLSearchParams(known).toString();
  return text === '' ? '' : `?${text}`;
}

export const router = createRouter({
  routeTree: root.addChildren([home, search, saved, ...gallery]),
  parseSearch,
  stringifySearch,
  defaultPendingMinMs: 0,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
