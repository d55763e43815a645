import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the program: where package.json is, from the sources as from the built files. */
export const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** Path of a built file that is started as a process or a worker thread of its own. */
export const entry = (name: 'engine' | 'collect-worker' | 'verify-worker' | 'bundle-worker'): string =>
  join(root, 'out', 'main', `${name}.js`)
