import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Answers } from '../shared/answers.ts'
import { Problem } from '../shared/problem.ts'

const most = 2000

/** What is in a folder, for a door that has no dialog of the system: folders first, cases marked, hidden files left out. */
export async function listFolder(path: string | null): Promise<Answers['listFolder']> {
  const at = resolve(path ?? homedir())
  try {
    const names = (await readdir(at, { withFileTypes: true })).filter((entry) => !entry.name.startsWith('.'))
    const entries = await Promise.all(
      names.slice(0, most).map(async (entry) => {
        const full = join(at, entry.name)
        if (entry.isDirectory()) {
          const kind = existsSync(join(full, 'case.json')) ? ('case' as const) : ('folder' as const)
          return { name: entry.name, path: full, kind, bytes: null }
        }
        const bytes = await stat(full).then(
          (status) => status.size,
          () => null,
        )
        return { name: entry.name, path: full, kind: 'file' as const, bytes }
      }),
    )
    const rank = { case: 0, folder: 1, file: 2 }
    entries.sort((a, b) => rank[a.kind] - rank[b.kind] || (a.name < b.name ? -1 : 1))
    const parent = dirname(at)
    return { path: at, parent: parent === at ? null : parent, entries, cut: Math.max(0, names.length - most) }
  } catch (error) {
    throw new Problem('not-found', `cannot list '${at}': ${error instanceof Error ? error.message : String(error)}`)
  }
}
