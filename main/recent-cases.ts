import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { CaseEntry, CaseInfo } from '../shared/case.ts'
import { appFolder } from './app-folders.ts'

const List = z.array(z.object({ path: z.string(), name: z.string(), openedAt: z.string() }))

/** The cases this person opened, newest first: a list of paths, nothing of their content. */
export class RecentCases {
  readonly #file = join(appFolder(), 'recent-cases.json')

  /** Notes that a case is open; where a person has no folder to write to (a service, a jump box), it is open all the same. */
  async opened(info: CaseInfo): Promise<CaseInfo> {
    const others = (await this.#read()).filter((entry) => entry.path !== info.path)
    const newest = { path: info.path, name: info.name, openedAt: new Date().toISOString() }
    await this.#write([newest, ...others].slice(0, 50)).catch(() => undefined)
    return info
  }

  async list(open: string | null): Promise<CaseEntry[]> {
    return (await this.#read()).map((entry) => ({
      ...entry,
      state: !existsSync(join(entry.path, 'case.json')) ? 'missing' : entry.path === open ? 'open' : 'closed',
    }))
  }

  async forget(path: string): Promise<null> {
    await this.#write((await this.#read()).filter((entry) => entry.path !== path))
    return null
  }

  /** A list that cannot be read is an empty one: it holds nothing that a case needs. */
  async #read(): Promise<z.infer<typeof List>> {
    try {
      return List.parse(JSON.parse(await readFile(this.#file, 'utf8')))
    } catch {
      return []
    }
  }

  async #write(list: z.infer<typeof List>): Promise<void> {
    await mkdir(appFolder(), { recursive: true, mode: 0o700 })
    const beside = `${this.#file}.${randomUUID()}`
    await writeFile(beside, JSON.stringify(list, null, 2), { mode: 0o600 })
    await rename(beside, this.#file)
  }
}
