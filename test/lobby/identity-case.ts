import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { Lobby } from '../../main/lobby.ts'

/** A case, by way of a lobby, into which these files are imported before the tests; all of it is gone after them. */
export function identityCase(files: Readonly<Record<string, object>>) {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-identities-'))
  const path = join(folder, 'a.coldtrail')
  process.env.COLDTRAIL_HOME = join(folder, 'home')
  const lobby = new Lobby({ door: 'cli', version: '0.0.0-test' })
  beforeAll(async () => {
    const logs = join(folder, 'logs')
    mkdirSync(logs)
    for (const [name, content] of Object.entries(files)) writeFileSync(join(logs, name), JSON.stringify(content))
    await lobby.api.createCase({ path, name: 'a' })
    const { id } = await lobby.api.startImport({ paths: [logs] })
    const state = async () => (await lobby.api.jobs({})).find((job) => job.id === id)?.state
    await vi.waitFor(async () => expect(await state()).toBe('done'), { timeout: 60_000 })
  }, 60_000)
  afterAll(async () => {
    await lobby.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  return { api: lobby.api, path }
}
