import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { awsActions } from '../../main/aws-actions.ts'
import { lint } from '../../main/detect/lint.ts'
import { type Loaded, loadRules } from '../../main/detect/load-rules.ts'
import { leavesOf } from '../../main/detect/node.ts'
import { basesOf } from '../../main/detect/references.ts'
import type { Example, Rule } from '../../main/detect/rule.ts'
import { testRuleFiles } from '../../main/test-rules.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = join(root, 'assets', 'rules')
let pack: Loaded
/** Rules that make findings; the others are there to be counted by them. */
let reported: readonly Rule[]
beforeAll(async () => {
  pack = await loadRules([folder])
  reported = pack.rules.filter(({ info }) => info.reported)
})

const titles = (rules: readonly Rule[]) => rules.map(({ info }) => info.title)

describe('the rules that come with Coldtrail', () => {
  test('are all loaded, each under an id of its own', () => {
    expect(pack.refused).toEqual([])
    expect(reported.length).toBeGreaterThanOrEqual(160)
    const ids = pack.rules.map(({ info }) => info.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id ?? '')),
    ).toEqual([])
    expect(new Set(titles(pack.rules)).size).toBe(pack.rules.length)
  })

  test('say what happened, what it means, what else it may be, and what to ask next', () => {
    const silent = reported.filter(
      ({ info: { title, description, falsePositives, next, author, date } }) =>
        title.length > 100 ||
        title.endsWith('.') ||
        (description ?? '').length < 15 ||
        falsePositives.length === 0 ||
        next.length === 0 ||
        author !== 'Coldtrail' ||
        date === null,
    )
    expect(titles(silent)).toEqual([])
  })

  test('name a tactic and a technique of ATT&CK, except where a finding of any kind is passed on', () => {
    const isPassedOn = ({ file }: Rule['info']) => /guardduty\/severity-/.test(file)
    const nameless = reported.filter(
      ({ info }) => !isPassedOn(info) && (info.tactics.length === 0 || info.techniques.length === 0),
    )
    expect(titles(nameless)).toEqual([])
  })

  test('come with two records or more that they find and two that they do not, and do so', async () => {
    const bare = reported.filter(({ examples: { hits, misses } }) => hits.length < 2 || misses.length < 2)
    expect(titles(bare)).toEqual([])
    const { failed, passed } = await testRuleFiles([folder])
    expect(failed).toEqual([])
    expect(passed).toBeGreaterThan(4 * reported.length)
  }, 120_000)

  test('leave nothing for the linter to say', () => {
    expect(lint(pack.rules, awsActions())).toEqual([])
  })

  test('look at fields only that some record of an example has', () => {
    const seen = new Set(
      pack.rules.flatMap(({ examples: { hits, misses } }) => [...hits, ...misses].flat().flatMap(paths)),
    )
    const unseen = pack.rules.flatMap((rule) => {
      if (rule.kind === 'correlation') return rule.groupBy.filter((field) => !seen.has(field))
      const fields = leavesOf(rule.detection).flatMap(({ field, test: { kind, ...rest } }) => [
        field,
        kind === 'field' && 'other' in rest ? rest.other : null,
      ])
      return [...fields, ...(rule.firstSeen?.fields ?? [])].filter((field) => field !== null && !seen.has(field))
    })
    expect([...new Set(unseen)]).toEqual([])
  })

  test('stand for every Wazuh rule of the use cases that people know', () => {
    const ids = new Set(reported.flatMap(({ info }) => info.wazuh))
    expect(useCases.filter((id) => !ids.has(id))).toEqual([])
  })

  test('each have a file named after what it finds, in a folder of its theme', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path))
    expect(files.filter((path) => !/^[a-z0-9-]+[\\/][a-z0-9-]+\.yml$/.test(path))).toEqual([])
    const one = new Map<string, number>()
    for (const { info } of reported) one.set(info.file, (one.get(info.file) ?? 0) + 1)
    expect([...one.values()].every((count) => count === 1)).toBe(true)
    expect(one.size).toBe(files.length)
  })

  test('hold no account, address or key but those of documentation', () => {
    const text = reported.map(({ info }) => readFileSync(info.file, 'utf8')).join('\n')
    const addresses = text.match(/\b\d{1,3}(\.\d{1,3}){3}\b(?!\/)/g) ?? []
    const ours = /^(192\.0\.2|198\.51\.100|203\.0\.113|10|172\.16|192\.168|100\.64|0\.0\.0|169\.254)\./
    expect([...new Set(addresses.filter((address) => !ours.test(address)))]).toEqual([])
    expect([...new Set(text.match(/\bA[KS]IA[A-Z0-9]{12,}/g))].filter((key) => !key.endsWith('EXAMPLE'))).toEqual([])
  })

  test('count nothing in correlations that is not there', () => {
    const empty = pack.rules.filter((rule) => rule.kind === 'correlation' && basesOf(rule, pack.rules).length === 0)
    expect(titles(empty)).toEqual([])
  })
})

/** The rules behind the use cases of Wazuh's documentation, in 4.14.7 and, from 80446 and 808xx on, in 2.1.1. */
const useCases = [
  ...['80202', '80203', '80250', '80251', '80252', '80253', '80254', '80255'],
  ...['80301', '80302', '80303', '80305', '80306', '80307', '80308', '80309'],
  ...['80351', '80352', '80353', '80361', '80367', '80368', '80369', '80370', '80371', '80402', '80442', '80443'],
  ...['80446', '80801', '80802', '80803', '80861', '80862'],
  ...['99000', '99020', '99021', '99026', '99027', '99028', '99029', '99030', '99081'],
  ...Array.from({ length: 8 }, (_, i) => String(99051 + i)),
  ...Array.from({ length: 25 }, (_, i) => String(99836 + i)),
]

/** Every path of a record, lists left out as they are in rules. */
function paths(record: Example): readonly string[] {
  const found: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, path)
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        const own = path === '' ? name : `${path}.${name}`
        found.push(own)
        walk(inner, own)
      }
    }
  }
  walk(record, '')
  return found
}
