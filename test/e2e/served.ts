import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'

export interface Served {
  /** Address with the token of this server. */
  readonly url: string
  /** A folder of this test's own: COLDTRAIL_HOME, and whatever it needs. */
  readonly folder: string
}

/** Starts Coldtrail's browser mode as a person would, in a folder of its own, and ends it after the test. */
export async function serve(
  args: readonly string[],
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-e2e-')),
  more: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, ['bin/coldtrail.mjs', 'serve', ...args], {
    env: { ...process.env, COLDTRAIL_HOME: join(folder, 'home'), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      const found = /http:\/\/\S+/.exec(String(chunk))
      if (found) resolve(found[0])
    })
    child.on('exit', (code) => reject(new Error(`coldtrail serve ended with code ${code}: ${errors}`)))
  })
  const stop = async () => {
    child.kill('SIGINT')
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { url, folder, stop }
}

/**
 * A page that fails its test when anything breaks the content security policy, throws, or asks for an address that is
 * not this server's.
 */
export const test = base.extend<{ watched: Page }>({
  watched: async ({ page }, use) => {
    const trouble: string[] = []
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(
          `policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        )
      })
    })
    page.on('console', (message) => {
      if (message.text().startsWith('policy violation')) trouble.push(message.text())
    })
    page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`))
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url())
      if (hostname !== '127.0.0.1' && protocol !== 'data:' && protocol !== 'blob:')
        trouble.push(`asked for ${request.url()}`)
    })
    await use(page)
    expect(trouble).toEqual([])
  },
})
export { expect }
