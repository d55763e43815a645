import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { installNeeded } from './start-plan.mjs'

/** Installs the packages where they are missing or older than package-lock.json. False when there are none to go on with. */
export function installPackages(say) {
  const lock = 'package-lock.json'
  const hidden = 'node_modules/.package-lock.json'
  const needed = installNeeded({
    hasPackages: existsSync('node_modules'),
    wanted: readJson(lock),
    installed: readJson(hidden),
    lockIsNewer: modified(lock) > modified(hidden),
  })
  if (needed === 'none') return true
  if (needed === 'fresh') {
    say('installing packages (npm ci), one or two minutes')
    if (npm('ci')) return true
    say('npm ci failed, trying npm install')
    return npm('install')
  }
  // Not npm ci: it deletes what is there first, and offline there would be nothing left to start.
  say('updating packages (npm install), package-lock.json is newer than the installed ones')
  if (!npm('install', '--no-save', '--fetch-retries=0'))
    say('the update failed (offline?), going on with the packages that are there')
  return true
}

function npm(...words) {
  const args = [...words, '--no-audit', '--no-fund']
  const { npm_execpath: script } = process.env
  // npm's own output goes to stderr: stdout holds the results of the caller alone.
  const stdio = ['ignore', process.stderr, 'inherit']
  const { status } = script?.endsWith('.js')
    ? spawnSync(process.execPath, [script, ...args], { stdio })
    : spawnSync('npm', args, { stdio, shell: process.platform === 'win32' })
  return status === 0
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
