import { spawnSync } from 'node:child_process'
import { build } from 'vite'

/** `npm run bench`: builds the engine and the bench, and runs it. See test/bench/bench.ts for its options. */
spawnSync(process.execPath, ['scripts/build.mjs', '--node'], { stdio: 'inherit' })
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: 'out/bench',
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { bench: 'test/bench/bench.ts', generate: 'test/bench/generate.ts' },
      external: [/^@duckdb\//],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
const { status } = spawnSync(process.execPath, ['out/bench/bench.js', ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
