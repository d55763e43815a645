import { resolve } from 'node:path'
import { fetchElectron } from './electron-path.mjs'

/** What `npm start` decides, without doing any of it: start.mjs looks around, asks here, and acts. */

export const usage = `Usage: npm start -- [--desktop | --browser] [--no-open] [CASE]
  CASE        folder of a case; without it the sample case opens
  --desktop   the desktop window or nothing (exit code 3 when it cannot be had)
  --browser   the browser mode, even where a desktop window could be had
  --no-open   print the address only, open no browser`

/** The words of the command line, or `{ problem }` in one sentence. A CASE is meant from where the person stands. */
export function readArguments(words, folder) {
  const asked = { door: 'any', open: true, path: null, help: false }
  for (const word of words) {
    if (word === '--help' || word === '-h') asked.help = true
    else if (word === '--desktop' || word === '--browser') {
      const door = word.slice(2)
      if (asked.door !== 'any' && asked.door !== door) return { problem: '--desktop and --browser exclude each other' }
      asked.door = door
    } else if (word === '--no-open') asked.open = false
    else if (word === '--sample') continue
    else if (word.startsWith('-')) return { problem: `there is no option '${word}'` }
    else if (asked.path !== null) return { problem: `one case at a time: '${asked.path}' and '${word}' were named` }
    else asked.path = resolve(folder, word)
  }
  return asked
}

/** Why this Node cannot run Coldtrail, or null. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return null
  return `Coldtrail needs Node 20.19 or newer (22 or 24 recommended); this is ${version}. Get one at https://nodejs.org`
}

/**
 * Whether packages must be installed: `none`, `fresh` (nothing there) or `update` (the lock file asks for others than
 * those installed). `wanted` and `installed` are the parsed lock files of the project and of node_modules, or null.
 */
export function installNeeded({ hasPackages, wanted, installed, lockIsNewer }) {
  if (!hasPackages || installed === null) return 'fresh'
  if (!lockIsNewer || wanted === null) return 'none'
  const same = Object.entries(wanted.packages).every(([path, { version, optional, peer, link }]) => {
    if (path === '' || optional || peer || link) return true
    return installed.packages[path]?.version === version
  })
  return same ? 'none' : 'update'
}

/** Which parts of out/ to build: those that are missing or older than a source. Times in milliseconds, null: missing. */
export function buildNeeded({ node, renderer }) {
  const stale = ({ built, source }) => built === null || (source !== null && source > built)
  return [...(stale(node) ? ['--node'] : []), ...(stale(renderer) ? ['--renderer'] : [])]
}

/** Why no window can be shown here, or null. */
export function displayProblem({ env, platform }) {
  if (platform === 'linux') return env.DISPLAY || env.WAYLAND_DISPLAY ? null : 'there is no display'
  return env.SSH_CONNECTION || env.SSH_TTY ? 'this is a remote session without a display' : null
}

/**
 * Which door to open: `{ door: 'desktop', command, args }`, `{ door: 'browser', args, why, hint, open }` or, when
 * only the desktop would do, `{ door: 'none', why, hint }`. `why` and `hint` are sentences for the person, or null.
 */
export function planStart({ asked, electron, env, platform, uid }) {
  const display = displayProblem({ env, platform })
  const root = platform === 'linux' && uid === 0 ? 'Electron does not run as root with its sandbox on' : null
  const what = asked.path === null ? ['--sample'] : [asked.path]
  const why = electron.path === null ? electron.why : (display ?? root)
  const hint = electron.path === null ? `To fetch the runtime, run: ${fetchElectron}` : null

  if (asked.door !== 'browser' && why === null) return { door: 'desktop', command: electron.path, args: ['.', ...what] }
  if (asked.door === 'desktop') return { door: 'none', why, hint }
  return {
    door: 'browser',
    args: ['out/main/cli.js', 'serve', ...what],
    why: asked.door === 'browser' ? null : why,
    hint: asked.door === 'browser' ? null : hint,
    open: asked.open && display === null,
  }
}

/** The command that shows an address in the person's own browser. */
export function openerFor(url, platform) {
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return ['xdg-open', [url]]
}
