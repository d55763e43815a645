import { defineConfig } from 'vite'

/** What Node and Electron run. A sandboxed preload must be CommonJS and may only require electron, so it is built by itself. */
const preload = process.env.PART === 'preload'
/** What is no JavaScript stays where npm put it. */
const external = [/^electron$/, /^@duckdb\/node-bindings/]

export default defineConfig({
  // Packages are built in: to find, open and read their hundreds of files was half of what every command and every
  // engine did before it could begin.
  ssr: { noExternal: true },
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
