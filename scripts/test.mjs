import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { installPackages } from './install.mjs'
import { nodeProblem } from './start-plan.mjs'

/**
 * `npm test`: everything, on a fresh clone with nothing but Node and npm. Installs what is missing (packages, a
 * Chromium), then checks, builds, and runs unit, conformance and end-to-end tests. Ends with one line that counts them.
 */
const tooOld = nodeProblem(process.version)
if (tooOld) {
  console.error(`test: ${tooOld}`)
  process.exit(1)
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
if (!installPackages((line) => console.error(`test: ${line}`))) process.exit(1)
if (spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' }).status !== 0) process.exit(1)
rmSync('.cache/unit.json', { force: true })
rmSync('.cache/e2e.json', { force: true })
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

const { closingLine, failures } = await import('./closing-line.mjs')
for (const failure of failures()) console.log(`\nfailed: ${failure}`)
console.log(`\n${closingLine()}`)
if (failed.length > 0) {
  console.error(`test: failed: ${failed.join(', ')}`)
  process.exit(1)
}
