import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The command that fetches the runtime, for a person to run. */
export const fetchElectron = 'npx install-electron'

/**
 * Finds the Electron runtime as a file: `{ path }`, or `{ path: null, why }`. It only looks: importing the electron
 * package would download a runtime that is missing. ELECTRON_OVERRIDE_DIST_PATH names a folder that holds another one.
 */
export function findElectron({ root, env = process.env, platform = process.platform }) {
  const folder = packageFolder(root)
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (folder === null && !override) return { path: null, why: 'the electron package is not installed' }
  const dist = override || join(folder, 'dist')
  const path = join(dist, nameIn(folder) ?? names[platform] ?? 'electron')
  return existsSync(path) ? { path } : { path: null, why: `there is no Electron runtime at ${path}` }
}

const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe', linux: 'electron' }

function packageFolder(root) {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

/** The package writes the name of what it fetched into path.txt. */
function nameIn(folder) {
  try {
    return readFileSync(join(folder, 'path.txt'), 'utf8').trim() || null
  } catch {
    return null
  }
}
