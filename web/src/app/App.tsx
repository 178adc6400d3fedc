// Providers around the router: theme, server data.

import { MantineProvider } from '@mantine/core';
import { useColorScheme } from '@mantine/hooks';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useLayoutEffect } from 'react';
import { usePreference } from '../base/preferences';
import { cssVariablesResolver, theme } from '../ui/theme';
import { router } from './router';
import { keepServiceColours } from './service-colours';

const queryClient = new QueryClient({ defaultOptions: { queries: { networkMode: 'always' } } });

export function App() {
  const system = useColorScheme('dark', { getInitialValueInEffect: false });
  const chosen = usePreference('theme');
  const density = usePreference('density');
  const scheme = chosen === 'system' ? system : chosen;
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = scheme;
    document.documentElement.dataset.density = density;
  }, [scheme, density]);
  useEffect(keepServiceColours, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} forceColorScheme={scheme}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
