import type { Answers } from '../../shared/answers.ts'
import type { Reply } from '../../shared/api.ts'
import type { ImportResult, ObjectRow } from '../../shared/case.ts'
import { at, coldtrail, start } from '../cli/coldtrail.ts'
import { openDesktop } from '../desktop/desktop-door.ts'

/** What a door tells of an import into a new case. */
export interface Told {
  readonly result: Pick<ImportResult, 'objects' | 'events' | 'bytes'>
  /** The ledger, by address: the fields that every door tells. */
  readonly ledger: readonly Line[]
  /** The rows of each query. */
  readonly answers: readonly Rows[]
}
type Rows = readonly (readonly unknown[])[]
export type Line = Pick<ObjectRow, (typeof fields)[number]>
const fields = [
  'uri',
  'state',
  'reason',
  'format',
  'events',
  'duplicates',
  'bytes',
  'sha256',
  'first',
  'last',
  'integrity',
] as const

/** Imports a folder as a person does it who has this door alone, and asks for the ledger and some queries. */
export type Door = (folder: string, queries: readonly string[]) => Promise<Told>

export const commandLine: Door = async (folder, queries) => {
  const path = at('by-command-line.coldtrail')
  const run = async (...words: string[]) => {
    const { code, out, err } = await coldtrail(...words)
    // 1: not everything could be read, which is what some of the samples are there for.
    if (code !== 0 && code !== 1) throw new Error(`coldtrail ${words[0]} ended with ${code}: ${err}`)
    return out
  }
  const { objects, events, bytes } = JSON.parse(await run('import', folder, '--case', path, '--json'))
  const lines = (await run('objects', '--case', path, '--json')).trim().split('\n')
  const answers: Rows[] = []
  for (const sql of queries) {
    const rows = JSON.parse(await run('sql', '--case', path, sql, '--format', 'json')) as readonly object[]
    answers.push(rows.map(Object.values))
  }
  return {
    result: { objects, events, bytes },
    ledger: sorted(lines.map((line) => JSON.parse(line))),
    answers,
  }
}

/** As the page calls the server of `coldtrail serve`. */
export const browser: Door = async (folder, queries) => {
  const { child, ended } = start(['serve'], 'bin/coldtrail.mjs')
  const url = await new Promise<URL>((resolve, reject) => {
    child.stdout?.once('data', (text) => resolve(new URL(String(text).trim())))
    void ended.then(({ err }) => reject(new Error(`coldtrail serve ended: ${err}`)))
  })
  const headers = {
    authorization: `Bearer ${url.hash.replace('#token=', '')}`,
    'content-type': 'application/json',
  }
  const ask: Ask = async (method, input) => {
    const asked = { method: 'POST', headers, body: JSON.stringify(input) }
    return (await (await fetch(new URL(`/api/${method}`, url), asked)).json()) as Reply<unknown>
  }
  try {
    return await throughApi(ask, 'by-browser', folder, queries)
  } finally {
    child.kill('SIGINT')
    await ended
  }
}

/** As the page calls the window's process. */
export const desktop: Door = async (folder, queries) => {
  const { invoke, end } = await openDesktop()
  try {
    const told = await throughApi(invoke, 'by-desktop', folder, queries)
    await invoke('closeCase')
    return told
  } finally {
    end()
  }
}

type Ask = (method: string, input: unknown) => Promise<Reply<unknown>>

async function throughApi(ask: Ask, name: string, folder: string, queries: readonly string[]): Promise<Told> {
  const answer = async <M extends keyof Answers>(method: M, input: object = {}): Promise<Answers[M]> => {
    const reply = await ask(method, input)
    if (!reply.ok) throw new Error(`${method}: ${reply.message}`)
    return reply.value as Answers[M]
  }
  await answer('createCase', { path: at(`${name}.coldtrail`), name })
  const { id } = await answer('startImport', { paths: [folder] })
  const imported = async (): Promise<ImportResult> => {
    for (;;) {
      const job = (await answer('jobs')).find((one) => one.id === id)
      if (job?.state === 'done') return job.result as ImportResult
      if (job?.state !== 'running') throw new Error(`the import ended: ${job?.error?.message}`)
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  const { objects, events, bytes } = await imported()
  const ledger: Line[] = []
  for (let total = 1; ledger.length < total; ) {
    const page = await answer('objects', { offset: ledger.length, limit: 500 })
    total = page.total
    ledger.push(...page.rows.map((row) => Object.fromEntries(fields.map((field) => [field, row[field]])) as Line))
  }
  const answers: Rows[] = []
  for (const sql of queries) answers.push((await answer('sql', { sql, limit: 100_000 })).rows)
  return { result: { objects, events, bytes }, ledger: sorted(ledger), answers }
}

function sorted(lines: readonly Line[]): readonly Line[] {
  return [...lines].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0))
}
