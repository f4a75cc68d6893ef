import { createTheme } from '@mantine/core';

/**
 * Colours that depend on the theme stand in theme.css: the page is served under a policy that allows no inline style
 * elements, so Mantine may not write its variables into the document.
 */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  cursorType: 'pointer',
  respectReducedMotion: true,
});
