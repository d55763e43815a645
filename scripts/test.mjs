import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { findChromium } from './chromium.mjs'

/**
 * `npm test`: everything, on a fresh clone with nothing but Node and npm. Installs what is missing (packages, a
 * Chromium), then checks, builds, and runs unit, conformance and end-to-end tests. Ends with one line that counts them.
 */
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs) {
  console.log('test: installing packages (npm ci)')
  run(npm, ['ci', '--no-audit', '--no-fund'])
}

run(process.execPath, ['scripts/build.mjs'])
const steps = [
  ['checks', process.execPath, ['scripts/check.mjs']],
  [
    'unit and conformance',
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', '--outputFile=.cache/unit.json'],
  ],
]
const chromium = findChromium()
if (chromium.path) {
  process.env.COLDTRAIL_CHROMIUM = chromium.path
  steps.push(['end-to-end', process.execPath, ['node_modules/@playwright/test/cli.js', 'test']])
} else {
  console.error(`test: no browser: ${chromium.why}`)
}

const failed = steps
  .filter(([name, command, args]) => {
    console.log(`\ntest: ${name}`)
    return spawnSync(command, args, { stdio: 'inherit', shell: false }).status !== 0
  })
  .map(([name]) => name)
if (!chromium.path) failed.push('end-to-end (no browser)')

const { closingLine } = await import('./closing-line.mjs')
console.log(`\n${closingLine()}`)
if (failed.length > 0) {
  console.error(`test: failed: ${failed.join(', ')}`)
  process.exit(1)
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
