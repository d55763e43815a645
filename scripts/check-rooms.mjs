import { spawnSync } from 'node:child_process'

/**
 * Who imports whom, by .dependency-cruiser.mjs. The cruiser reports success when it could read no TypeScript at all,
 * so the number of modules is checked too.
 */
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--output-type', 'err', 'main', 'renderer', 'shared'],
  { encoding: 'utf8' },
)
process.stdout.write(stdout)
process.stderr.write(stderr)
const modules = Number(/\((\d+) modules/.exec(stdout)?.[1] ?? 0)
if (status !== 0) process.exit(status ?? 1)
if (modules < 50) {
  console.error(`the cruiser saw only ${modules} modules: is typescript installed?`)
  process.exit(1)
}
