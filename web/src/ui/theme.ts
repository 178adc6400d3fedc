// Mantine drawn with our tokens. Its components appear only inside ui/; their colours are these variables.

import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 5,
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 300, transitionProps: { duration: 0 }, zIndex: 'var(--z-dialog)' },
    },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, zIndex: 'var(--z-menu)', shadow: 'none' } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, zIndex: 'var(--z-menu)', shadow: 'none' } },
  },
});

const variables = {
  '--mantine-color-body': 'var(--bg-0)',
  '--mantine-color-text': 'var(--fg-1)',
  '--mantine-color-bright': 'var(--fg-1)',
  '--mantine-color-dimmed': 'var(--fg-3)',
  '--mantine-color-placeholder': 'var(--fg-3)',
  '--mantine-color-anchor': 'var(--acc)',
  '--mantine-color-error': 'var(--err)',
  '--mantine-color-default': 'var(--bg-2)',
  '--mantine-color-default-hover': 'var(--bg-3)',
  '--mantine-color-default-color': 'var(--fg-1)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-disabled': 'var(--bg-2)',
  '--mantine-color-disabled-color': 'var(--fg-off)',
  '--mantine-color-disabled-border': 'var(--line-2)',
  '--mantine-primary-color-filled': 'var(--acc)',
  '--mantine-primary-color-filled-hover': 'var(--acc-2)',
  '--mantine-primary-color-contrast': 'var(--acc-fg)',
  '--mantine-primary-color-light': 'var(--acc-bg)',
  '--mantine-primary-color-light-color': 'var(--acc)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
});
