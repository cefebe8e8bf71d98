import { createTheme, type CSSVariablesResolver, MantineProvider, ModalHeader, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router';
import { Problem } from './api/problem';
import { ME } from './api/session';
import { nonce } from './nonce';
import { router } from './routes';

const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  // a dialog's head is no banner of the page
  components: {
    ModalHeader: ModalHeader.extend({ defaultProps: { role: 'none' } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
  },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
});

/** Quiet text and coloured badges, at the contrast of WCAG 2.2, 1.4.3. */
const contrasts: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#545b63',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#b3141b',
    '--mantine-color-anchor': 'var(--mantine-color-blue-9)',
    '--mantine-color-blue-light-color': '#0b4a80',
    '--mantine-color-teal-light-color': '#055a3c',
    '--mantine-color-yellow-light-color': '#6b4400',
    '--mantine-color-red-light-color': '#96161b',
    '--mantine-color-gray-light-color': '#343a40',
    '--mantine-color-red-text': '#b3141b',
    '--mantine-color-orange-text': '#9a3b00',
  },
  dark: {
    '--mantine-color-dimmed': '#a9aeb5',
    '--mantine-color-placeholder': '#8f959c',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-red-light-color': '#ffc9c9',
    '--mantine-color-teal-light-color': '#96f2d7',
  },
});

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // the session has ended somewhere: the sign-in form takes the page's place, the address stays
      if (error instanceof Problem && error.status === 401) queries.setQueryData(ME, null);
    },
  }),
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status === 503),
    },
  },
});

export function Console() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce} cssVariablesResolver={contrasts}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
