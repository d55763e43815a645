import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { findElectron } from './electron-path.mjs'
import { installPackages } from './install.mjs'
import { buildNeeded, nodeProblem, openerFor, planStart, readArguments, usage } from './start-plan.mjs'

/**
 * `npm start`, on a fresh clone with nothing but Node and npm: installs and builds what is missing, then opens the
 * desktop window, or browser mode where the window cannot be had. What it does it says on stderr; stdout holds the
 * address of browser mode. Nothing is downloaded but by npm's own install.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const say = (line) => console.error(`start: ${line}`)
const end = (code, ...lines) => {
  for (const line of lines) if (line) say(line)
  process.exit(code)
}

const asked = readArguments(process.argv.slice(2), process.env.INIT_CWD || process.cwd())
if (asked.problem) end(2, asked.problem, usage)
if (asked.help) {
  console.log(usage)
  process.exit(0)
}
const tooOld = nodeProblem(process.version)
if (tooOld) end(1, tooOld)

process.chdir(root)
if (!installPackages(say)) end(1, 'the packages could not be installed; npm said why above')
build()
await open()

function build() {
  const parts = buildNeeded({
    node: {
      built: oldest(['out/main/main.js', 'out/main/cli.js', 'out/main/engine.js', 'out/main/preload.cjs']),
      source: newest(['main', 'shared', 'vite.node.config.ts']),
    },
    renderer: { built: oldest(['out/renderer/index.html']), source: newest(['renderer', 'shared', 'vite.config.ts']) },
  })
  if (parts.length === 0) return
  if (!existsSync('node_modules/vite')) {
    if (existsSync('out/main/cli.js')) return
    end(1, 'out/ is not built and the build tools are not installed: run npm ci')
  }
  say(parts.length === 2 ? 'building' : `building (${parts[0].slice(2)})`)
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', ...parts], {
    stdio: ['ignore', process.stderr, 'inherit'],
  })
  if (status !== 0) end(1, 'the build failed; it said why above')
}

async function open() {
  const surroundings = { env: process.env, platform: process.platform, uid: process.getuid?.() ?? null }
  const plan = planStart({ asked, electron: findElectron({ root }), ...surroundings })
  if (plan.door === 'none') end(3, `no desktop window: ${plan.why}`, plan.hint)
  if (plan.door === 'desktop') {
    const code = await desktop(plan)
    if (code === 0 || asked.door === 'desktop') process.exit(code === 0 ? 0 : 3)
    // Asked again as if there were no runtime: one that cannot start here (a missing library, a kernel that forbids
    // its sandbox) is as good as none.
    const electron = { path: null, why: `Electron ended at once with code ${code}` }
    return await browser({ ...planStart({ asked, electron, ...surroundings }), hint: null })
  }
  await browser(plan)
}

/** Runs the window. Resolves with a code only when it ended within its first five seconds; else ends as it ends. */
async function desktop({ command, args }) {
  const startedAt = Date.now()
  const { code, signalled } = await run(command, args, 'inherit')
  if (code !== 0 && !signalled && Date.now() - startedAt < 5000) return code
  process.exit(code)
}

async function browser({ args, why, hint, open: opens }) {
  if (why) say(`no desktop window: ${why}; serving the same application to a browser on this machine`)
  if (hint) say(hint)
  const { code } = await run(process.execPath, args, ['ignore', 'pipe', 'inherit'], (child) => {
    let shown = false
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line)
      const [url] = /https?:\/\/\S+/.exec(line) ?? []
      if (shown || !url) return
      shown = true
      if (opens) show(url)
      say('Ctrl-C ends it')
    })
  })
  process.exit(code)
}

/** Runs a program until it ends. Ctrl-C and a kill reach it, and we wait for it to leave its case in order. */
function run(command, args, stdio, watch) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio })
    let signalled = false
    // Ctrl-C of a terminal reaches both of us; a signal sent to us alone is passed on.
    process.on('SIGINT', () => {
      if (!signalled && !process.stdin.isTTY) child.kill('SIGINT')
      signalled = true
    })
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        signalled = true
        child.kill('SIGTERM')
      })
    }
    child.on('error', (error) => {
      say(`${command}: ${error.message}`)
      resolve({ code: 1, signalled })
    })
    child.on('exit', (code) => resolve({ code: code ?? (signalled ? 130 : 1), signalled }))
    watch?.(child)
  })
}

/** Best effort: a machine without a browser still has the address on its screen. */
function show(url) {
  const [command, args] = openerFor(url, process.platform)
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

function oldest(paths) {
  const times = paths.map(modified)
  return times.includes(null) ? null : Math.min(...times)
}

function newest(paths) {
  const times = paths.flatMap((path) => {
    const own = modified(path)
    if (own === null) return []
    if (!statSync(path).isDirectory()) return [own]
    return [own, ...readdirSync(path, { recursive: true }).map((name) => modified(join(path, name)) ?? 0)]
  })
  return times.length === 0 ? null : Math.max(...times)
}
