import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * A Chromium for the end-to-end tests: an existing one, else the system's package when we may install it, else
 * Playwright's own. Says why when there is none.
 */
export function findChromium() {
  const existing = existingChromium()
  if (existing) return { path: existing, why: null }
  if (process.platform === 'linux' && process.getuid?.() === 0 && found('apt-get')) {
    console.log('test: installing Chromium (apt-get install chromium)')
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], quiet)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], quiet)
    const path = existingChromium()
    if (path) return { path, why: null }
  }
  console.log("test: fetching Playwright's Chromium (playwright install chromium)")
  spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], { stdio: 'inherit' })
  const own = playwrightChromium()
  return own
    ? { path: own, why: null }
    : { path: null, why: 'none is installed and none could be; set COLDTRAIL_CHROMIUM to the path of one' }
}

function existingChromium() {
  const { COLDTRAIL_CHROMIUM } = process.env
  if (COLDTRAIL_CHROMIUM && existsSync(COLDTRAIL_CHROMIUM)) return COLDTRAIL_CHROMIUM
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const path = found(name)
    if (path) return path
  }
  const places = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ]
  return places.find((path) => existsSync(path)) ?? playwrightChromium()
}

function playwrightChromium() {
  try {
    const path = createRequire(import.meta.url)('@playwright/test').chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

function found(name) {
  const { status, stdout } = spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' })
  return status === 0 ? stdout.split('\n')[0].trim() : undefined
}
