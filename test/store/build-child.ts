import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { removeLater } from './batches.ts'

/** Builds child.ts, the other processes of these tests, beside the program: there it finds its packages. */
export async function buildChild(): Promise<string> {
  const outDir = fileURLToPath(new URL(`../../out/test/store-${process.pid}`, import.meta.url))
  removeLater(outDir)
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        external: [/^@duckdb\//],
        input: { child: fileURLToPath(new URL('child.ts', import.meta.url)) },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
  return `${outDir}/child.mjs`
}
