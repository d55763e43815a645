import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../shared/problem.ts'

/**
 * A file, or the files of a folder that may hold rules and those whose endings say that they are neither Sigma nor Wazuh.
 * Errors: `not-found`.
 */
export async function rulePaths(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly others: readonly string[] }> {
  const found = await stat(path).catch((cause) => {
    throw new Problem('not-found', `there is no rule file or folder '${path}'`, { cause })
  })
  if (!found.isDirectory()) return { files: [path], others: [] }
  const all = await filesIn(path)
  return { files: all.filter((file) => ours.test(file)), others: all.filter((file) => !ours.test(file)) }
}

const ours = /\.(?:ya?ml|xml)$/i

async function filesIn(folder: string): Promise<readonly string[]> {
  const files: string[] = []
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inner = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await filesIn(inner)))
    else if (entry.isFile()) files.push(inner)
  }
  return files
}
