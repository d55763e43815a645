import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, cleanUp } from '../cli/coldtrail.ts'
import { browser, commandLine, desktop, type Line, type Told } from './doors.ts'
import { areThere, type Outcome, type Sample, unpackSamples } from './samples.ts'

/** The same logs through each of the three doors: every sample comes to what is written of it, and to the same. */
if (!areThere) console.warn('only the fixtures of the repository: the samples written down independently are not there')
const folder = at('samples')
mkdirSync(folder)
process.env.COLDTRAIL_HOME = at('home')
const samples = unpackSamples(folder)
afterAll(cleanUp)

/** Every event, with a fingerprint of what its columns say. */
const events = `SELECT id, format, time::VARCHAR AS time, hash(account, region, service, action, outcome, actor, source_ip, severity, target, request::VARCHAR, response::VARCHAR, extra::VARCHAR)::VARCHAR AS content
  FROM event ORDER BY ALL`
const badRecords = 'SELECT uri, bad_records::INTEGER AS bad FROM object WHERE bad_records > 0 ORDER BY uri'

const told: Record<string, Told> = {}
beforeAll(async () => {
  told['command line'] = await commandLine(folder, [events, badRecords])
  told.browser = await browser(folder, [events, badRecords])
  told.desktop = await desktop(folder, [events, badRecords])
}, 300_000)

describe.each(['command line', 'browser', 'desktop'])('through the %s', (door) => {
  test.each(samples.map((sample) => [sample.id, sample] as const))('%s is read as it is written down', (_, sample) => {
    const lines = linesOf(sample, told[door]?.ledger ?? [])
    const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0)
    expect(lines.length).toBeGreaterThanOrEqual(sample.files.length)
    expect(sample.outcomes).toContain(outcomeOf(lines))
    expect(lines.filter(({ state, reason }) => (state === 'stored') !== (reason === null))).toEqual([])
    if (sample.records) expect(sample.records).toSatisfy(holds(sum(({ events, duplicates }) => events + duplicates)))
    if (sample.bad) expect(sample.bad).toSatisfy(holds(sum(({ uri }) => badOf(told[door], uri))))
    if (sample.distinct !== null) expect(sum(({ events }) => events)).toBe(sample.distinct)
  })

  test('the ledger adds up to the events and to what the import said', () => {
    const { result, ledger, answers } = told[door] as Told
    const stored = answers[0]?.length ?? 0
    expect(Object.values(result.objects).reduce((total, count) => total + count)).toBe(ledger.length)
    expect(ledger.reduce((total, { events }) => total + events, 0)).toBe(stored)
    expect(result.events.stored).toBe(stored)
    expect(stored).toBeGreaterThan(100)
  })
})

test.each(['browser', 'desktop'])('the %s tells exactly what the command line tells', (door) => {
  const [one, other] = [told['command line'], told[door]] as [Told, Told]
  expect(other.result).toEqual(one.result)
  expect(differences(one.ledger, other.ledger)).toEqual([])
  for (const [at, rows] of one.answers.entries()) expect(differences(rows, other.answers[at] ?? [])).toEqual([])
})

/** The lines of a sample and of what is in its archives; for the same bytes as elsewhere, the line of those. */
function linesOf({ files }: Sample, ledger: readonly Line[]): readonly Line[] {
  return files.flatMap((file) => {
    const { href } = pathToFileURL(join(folder, file))
    return ledger
      .filter(({ uri }) => uri === href || uri.startsWith(`${href}/`) || uri.startsWith(`${href}!/`))
      .map((line) => {
        const first = ledger.find(({ sha256, state }) => sha256 === line.sha256 && state !== 'duplicate')
        return line.state === 'duplicate' && first ? first : line
      })
  })
}

function badOf(told: Told | undefined, uri: string): number {
  return Number(told?.answers[1]?.find(([of]) => of === uri)?.[1] ?? 0)
}

/** The worst of what happened, in the words of the samples; what is no log may be skipped beside logs. */
function outcomeOf(lines: readonly Line[]): Outcome {
  if (lines.some(({ state }) => state === 'partial')) return 'partial'
  const rejected = lines.find(({ state }) => state === 'rejected')
  if (rejected) return rejected.reason?.startsWith('refused') ? 'refuse' : 'reject'
  return lines.every(({ state }) => state === 'skipped') ? 'skip' : 'ok'
}

const holds =
  (count: number) =>
  ([min, max]: readonly [number, number]) =>
    count >= min && count <= max

/** What is in one list and not in the other. */
function differences(one: readonly unknown[], other: readonly unknown[]): readonly string[] {
  const [here, there] = [one, other].map((list) => new Set(list.map((each) => JSON.stringify(each)))) as [
    Set<string>,
    Set<string>,
  ]
  return [...[...here].filter((each) => !there.has(each)), ...[...there].filter((each) => !here.has(each))]
}
