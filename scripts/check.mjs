import { spawnSync } from 'node:child_process'

/** Everything that needs no run of the program: types, format and lint, rooms, dead code, lock file. All of it, then the verdict. */
const checks = [
  ['types', ['node_modules/typescript/bin/tsc', '-b']],
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']],
  ['rooms', ['scripts/check-rooms.mjs']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
  ['lock file', ['scripts/check-lock.mjs']],
]

const failed = checks.filter(([name, args]) => {
  console.log(`check: ${name}`)
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status !== 0
})
if (failed.length > 0) {
  console.error(`check failed: ${failed.map(([name]) => name).join(', ')}`)
  process.exit(1)
}
