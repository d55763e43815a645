import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { electron: fileURLToPath(new URL('./test/desktop/fake-electron.ts', import.meta.url)) } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    isolate: false,
    setupFiles: ['test/own-environment.setup.ts'],
    // Many tests wait for processes and disks more than they compute.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
  },
})
