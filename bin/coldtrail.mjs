#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`coldtrail: this needs Node 20.19 or newer, and it is ${process.version}: https://nodejs.org\n`)
  process.exit(3)
}

/** Runs the built command line; a checkout that was never built is built first. */
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const cli = at('out/main/cli.js')
const page = at('out/renderer/index.html')

const missing = [
  ...(existsSync(cli) ? [] : ['--node']),
  ...(existsSync(page) || process.argv[2] !== 'serve' ? [] : ['--renderer']),
]
if (missing.length > 0) {
  const canBuild = existsSync(at('scripts/build.mjs')) && existsSync(at('node_modules/vite'))
  if (!canBuild) {
    process.stderr.write(
      'coldtrail: this copy is not built: run npm start, or npm install and npm run build, in its folder\n',
    )
    process.exit(3)
  }
  process.stderr.write('coldtrail: building what is missing, once\n')
  const built = spawnSync(process.execPath, ['scripts/build.mjs', ...missing], {
    cwd: at('.'),
    stdio: ['ignore', 2, 2],
  })
  if (built.status !== 0) {
    process.stderr.write('coldtrail: the build failed: run npm run build in its folder\n')
    process.exit(3)
  }
}
await import(new URL('../out/main/cli.js', import.meta.url))
