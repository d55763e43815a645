import { defineConfig } from 'vite'

/** What Node and Electron run. A sandboxed preload must be CommonJS and may only require electron, so it is built by itself. */
const preload = process.env.PART === 'preload'
const external = [/^electron$/, /^@duckdb\//]

export default defineConfig({
  build: {
    ssr: true,
    target: preload ? 'node24' : 'node20',
    outDir: 'out/main',
    emptyOutDir: !preload,
    minify: false,
    rolldownOptions: {
      external,
      ...(preload
        ? { input: { preload: 'main/preload.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } }
        : {
            input: {
              main: 'main/main.ts',
              cli: 'main/cli.ts',
              engine: 'main/engine.ts',
              'collect-worker': 'main/collect-worker.ts',
              'verify-worker': 'main/verify-worker.ts',
              'bundle-worker': 'main/bundle-worker.ts',
            },
            output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
          }),
    },
  },
})
