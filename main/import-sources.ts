import type { Answers } from '../shared/answers.ts'
import type { Checked } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Source } from '../shared/source.ts'
import { readSources } from './source/yaml/read-sources.ts'
import { writeSources } from './source/yaml/write-sources.ts'
import type { CaseFile } from './store/case-file.ts'

/**
 * Saves sources that were written as YAML, or read from another configuration. All of them or, when one is mistaken or
 * would replace a source that says something else, none.
 */
export async function importSources(
  file: CaseFile,
  input: Checked<'importSources'>,
): Promise<Answers['importSources']> {
  const read = 'yaml' in input ? readSources(input.yaml, input.confirmDelete) : null
  if (read?.ok === false) return { saved: [], notes: [], mistakes: read.mistakes }
  const { sources, notes, views } = read ? { ...read, views: [] } : { notes: [], ...(input as Ready) }
  const there = new Map((await file.sources()).map((source) => [source.name, source]))
  const changed = sources.filter((source) => !isSame(source, there.get(source.name)))
  const taken = changed.filter(({ name }) => there.has(name))
  if (taken.length > 0 && !input.replace) {
    const mistakes = taken.map(({ name }) => ({
      line: null,
      message: `there is a source '${name}' that says something else: remove or rename one of them, or replace it`,
    }))
    return { saved: [], notes: [], mistakes }
  }
  for (const source of changed) await file.saveSource(source)
  for (const view of views) await file.saveViewFilter(view)
  return { saved: sources.map(({ name }) => name), notes, mistakes: [] }
}

type Ready = Exclude<Checked<'importSources'>, { yaml: string }>

/** Sources of the case as YAML. Error `not-found`: there is none of that name. */
export async function exportSources(file: CaseFile, names: readonly string[] | null): Promise<string> {
  const sources = await file.sources()
  const missing = names?.find((name) => !sources.some((source) => source.name === name))
  if (missing !== undefined) throw new Problem('not-found', `there is no source '${missing}' in this case`)
  return writeSources(sources.filter(({ name }) => names === null || names.includes(name)))
}

function isSame(source: Source, other: Source | undefined): boolean {
  return JSON.stringify(source) === JSON.stringify(other)
}
