import { spawnSync } from 'node:child_process'

/** Builds out/: `--node` only what Node and Electron run, `--renderer` only the page; both when neither is named. */
const named = process.argv.slice(2)
const wants = (part) => named.length === 0 || named.includes(part)

function vite(args, env = {}) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  )
  if (status !== 0) process.exit(status ?? 1)
}

if (wants('--node')) {
  vite(['-c', 'vite.node.config.ts'])
  vite(['-c', 'vite.node.config.ts'], { PART: 'preload' })
}
if (wants('--renderer')) vite([])
