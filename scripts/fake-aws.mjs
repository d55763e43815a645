import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** `npm run fake-aws [-- PORT]`: an AWS on 127.0.0.1 with sample logs, to try collection without an account. */
const port = Number(process.argv[2] ?? 4580)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`'${process.argv[2]}' is no port: give a number from 0 (any free one) to 65535`)
  process.exit(2)
}
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir: 'out/fake-aws',
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: { demo: 'test/fake-aws/demo.ts' },
      external: [/^@duckdb\//],
      output: { entryFileNames: '[name].js' },
    },
  },
})
const { startDemo } = await import(pathToFileURL(join('out', 'fake-aws', 'demo.js')).href)
const { aws, manual } = await startDemo(join('test', 'fixtures'), port)
console.log(manual)
process.once('SIGINT', () => void aws.stop().then(() => process.exit(0)))
process.once('SIGTERM', () => void aws.stop().then(() => process.exit(0)))
