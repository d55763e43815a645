import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadText } from '../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import type { Example } from '../../main/detect/rule.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { caseOf, found, load, run } from '../detect/detecting.ts'
import { removeFolders } from '../store/batches.ts'

/** Vectors that were written independently; found as the samples of whole-case.test.ts are. */
const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'detection.tar.gz')
const isThere = existsSync(archive)
if (!isThere) console.warn(`skipped: no detection vectors, ${archive} is not there`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-detection-'))
if (isThere) execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  removeFolders()
})

interface Vector {
  readonly kind: 'semantic' | 'reject'
  readonly name: string
  readonly rule_yaml: string
  readonly event: Example
  readonly expect: boolean
}

interface CorrelationVector {
  readonly name: string
  readonly rules_yaml: string
  readonly events: readonly Example[]
  readonly expect_incidents: readonly (readonly string[])[]
}

const read = <T>(name: string): readonly T[] => JSON.parse(readFileSync(join(folder, name), 'utf8'))

describe.skipIf(!isThere)('detection vectors', () => {
  test('it agrees with every single-rule vector', async () => {
    const vectors = read<Vector>('vectors.json')
    const wrong: string[] = []
    await withMemoryDb(async (db) => {
      for (const { kind, name, rule_yaml, event, expect: expected } of vectors) {
        const { rules, refused } = loadText(rule_yaml, `${name}.yml`)
        const [rule] = rules
        if (kind === 'reject' || !rule) {
          if (kind !== 'reject' || rule || refused.length === 0) wrong.push(`${name}: ${JSON.stringify(refused)}`)
          continue
        }
        const { sql, params } = recordsQuestion(rule, rules, [event])
        const got = await db.all(sql, params).then(
          (rows) => rows.length > 0,
          (error) => error.message,
        )
        if (got !== expected) wrong.push(`${name}: ${JSON.stringify(event)} gave ${got}`)
      }
    })
    expect(wrong).toEqual([])
    expect(vectors.length).toBeGreaterThan(100)
  })

  test('it finds the same in the events of a case, all rules at once', async () => {
    const vectors = read<Vector>('vectors.json').filter(({ kind }) => kind === 'semantic')
    const distinct = [...new Set(vectors.map(({ rule_yaml }) => rule_yaml))]
    const file = await caseOf(vectors.map(({ event }, place) => ({ eventID: `e${place}`, ...event })))
    try {
      const texts = distinct.map((text, place) => text.replace(/^title: .*$/m, `title: '${place}'`))
      await run(file, load(...texts))
      const hits = await found(file)
      const wrong = vectors.filter(({ rule_yaml, expect: expected }, place) => {
        const objects = hits[String(distinct.indexOf(rule_yaml))] ?? []
        return objects.includes(place + 1) !== expected
      })
      expect(wrong.map(({ name, event }) => `${name}: ${JSON.stringify(event)}`)).toEqual([])
    } finally {
      await file.close()
    }
  })

  test('it agrees with every correlation vector', async () => {
    const vectors = read<CorrelationVector>('correlation_vectors.json')
    const wrong: string[] = []
    await withMemoryDb(async (db) => {
      for (const { name, rules_yaml, events, expect_incidents } of vectors) {
        const { rules } = loadText(rules_yaml, `${name}.yml`)
        const rule = rules.find(({ kind }) => kind === 'correlation')
        if (!rule) throw new Error(`${name}: no correlation was loaded`)
        const { sql, params } = recordsQuestion(rule, rules, events)
        const rows = await db.all<{ n: number; incident: number }>(sql, params)
        const got = [...new Set(rows.map(({ incident }) => incident))].map((incident) =>
          rows.filter((row) => row.incident === incident).map(({ n }) => String(events[n]?.eventID)),
        )
        const text = (incidents: readonly (readonly string[])[]) =>
          JSON.stringify(incidents.map((each) => [...each].sort()).sort())
        if (text(got) !== text(expect_incidents))
          wrong.push(`${name}: ${text(got)} instead of ${text(expect_incidents)}`)
      }
    })
    expect(wrong).toEqual([])
  })
})
