import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { findElectron } from '../../scripts/electron-path.mjs'
import { displayProblem } from '../../scripts/start-plan.mjs'
import type { Bridge } from '../../shared/api.ts'

/**
 * The real window, where an Electron runtime is. Without one these tests say aloud that they were skipped; with
 * REQUIRE_ELECTRON=1 that is a failure. The same page is tested in Chromium by the other end-to-end tests.
 */
const root = process.cwd()
const found = findElectron({ root })
const missing = found.path === null ? found.why : displayProblem({ env: process.env, platform: process.platform })
type Desktop = Window & { readonly coldtrail?: Bridge }
const required = process.env.REQUIRE_ELECTRON === '1'

// Said by the process that collects the tests, for the list of results has no room for a reason.
if (missing !== null && !required && process.env.TEST_WORKER_INDEX === undefined) {
  console.log(`SKIPPED desktop window: ${missing}`)
}

test.describe('the desktop window', () => {
  test.describe.configure({ mode: 'serial' })
  test.skip(missing !== null && !required, missing ?? '')

  let home: string | undefined
  let electron: ElectronApplication | undefined
  let page: Page

  test.beforeAll(async () => {
    if (missing !== null || found.path === null) throw new Error(`REQUIRE_ELECTRON=1, but ${missing}`)
    home = mkdtempSync(join(tmpdir(), 'coldtrail-electron-'))
    // Said explicitly: asked without a path, Playwright imports the electron package, which would download a runtime.
    electron = await _electron.launch({
      executablePath: found.path,
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '.', '--sample'],
      cwd: root,
      env: { ...(process.env as Record<string, string>), COLDTRAIL_HOME: home },
    })
    page = await electron.firstWindow()
  })

  test.afterAll(async () => {
    await electron?.close()
    if (home) rmSync(home, { recursive: true, force: true })
  })

  test('shows the page of the own scheme, with the sample case open', async () => {
    await expect(page).toHaveURL(/^app:\/\/coldtrail\/index\.html/)
    const info = await page.evaluate(() => (window as Desktop).coldtrail?.invoke('caseInfo', {}, 1_000_001))
    expect(info).toMatchObject({ ok: true, value: { readOnly: false } })
  })

  test('gives the page the bridge and nothing of Node', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys((window as Desktop).coldtrail ?? {}).sort(),
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    }))
    expect(seen).toEqual({ bridge: ['cancel', 'choose', 'invoke', 'onNotice', 'pathOf'], node: [] })
  })

  test('refuses what a page has no business with', async () => {
    const refused = await page.evaluate(async () => {
      const evaluated = await new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        })
        const script = document.createElement('script')
        script.textContent = 'window.owned = true'
        document.body.append(script)
      })
      const fetched = await fetch('https://docs.aws.amazon.com/').then(
        () => 'fetched',
        () => 'refused',
      )
      return { evaluated, fetched, opened: window.open('https://evil.example/') === null, owned: 'owned' in window }
    })
    expect(refused).toEqual({ evaluated: 'script-src-elem', fetched: 'refused', opened: true, owned: false })
    await page.evaluate(() => location.assign('https://evil.example/'))
    await expect(page).toHaveURL(/^app:\/\/coldtrail\//)
  })

  test('survives the end of its engine and opens the case again', async () => {
    await electron?.evaluate(({ app }) => {
      const engine = app.getAppMetrics().find((metric) => metric.name === 'Coldtrail engine')
      if (engine) process.kill(engine.pid)
    })
    await expect
      .poll(() => page.evaluate(() => (window as Desktop).coldtrail?.invoke('caseInfo', {}, 1_000_002)))
      .toMatchObject({ ok: false })
    const again = await page.evaluate(() => (window as Desktop).coldtrail?.invoke('openSample', {}, 1_000_003))
    expect(again).toMatchObject({ ok: true })
  })
})
