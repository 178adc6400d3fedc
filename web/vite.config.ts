import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The server that the development page talks to; the page itself only knows paths.
const server = process.env.SEXTANT_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { target: 'es2023', chunkSizeWarningLimit: 850 },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/health', '/ready'].map((path) => [
        path,
        { target: server, changeOrigin: true, headers: { origin: server } },
      ]),
    ),
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
