import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadRules } from '../../main/detect/load-rules.ts'
import { recordsQuestion } from '../../main/detect/records-sql.ts'
import type { Example } from '../../main/detect/rule.ts'
import type { Db } from '../../main/store/db.ts'
import { withMemoryDb } from '../../main/store/memory-db.ts'
import { type Facts, xmlOf } from '../detect/wazuh/xml-of.ts'

/** The AWS rules of Wazuh as facts, and the use cases of people who came from there, with the rule that each event ends in. */
const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'detection.tar.gz')
const isThere = existsSync(archive)
if (!isThere) console.warn(`skipped: no Wazuh vectors, ${archive} is not there`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-wazuh-'))
if (isThere) execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface UseCase {
  readonly use_case: string
  readonly event?: Example
  readonly events?: readonly Example[]
  readonly seconds?: readonly number[]
  readonly rule_id: number
  readonly alert: boolean
  readonly rule_ids_in_order?: readonly number[]
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8')

describe.skipIf(!isThere)('the AWS rules of Wazuh', () => {
  test('every use case ends in the rule that it ends in there', async () => {
    const cases = read('wazuh_seed_use_cases.jsonl')
      .trim()
      .split('\n')
      .map((line): UseCase => JSON.parse(line))
    const { rules, refused } = await load(cases)
    expect(refused).toEqual([])
    const given = cases.map((each) => (each.event ? [each.event] : timed(each)))
    const got = cases.map(() => new Set<string>())
    const starts = given.map((_, place) => given.slice(0, place).flat().length)
    await withMemoryDb(async (db) => {
      for (const rule of rules.filter(({ info }) => info.reported)) {
        const id = rule.info.id ?? ''
        if (rule.kind === 'event') {
          for (const n of await hits(db, rule, rules, given.flat()))
            got[starts.findLastIndex((start) => start <= n)]?.add(id)
        } else {
          for (const [place, records] of given.entries()) {
            if (records.length > 1 && (await hits(db, rule, rules, records)).length > 0) got[place]?.add(id)
          }
        }
      }
    })
    const wrong = cases.flatMap((each, place) => {
      const ids = [...(got[place] ?? [])].sort().join()
      return ids === expectedOf(each) ? [] : [`${each.use_case}: ${ids} instead of ${expectedOf(each)}`]
    })
    expect(wrong).toEqual([])
    expect(cases.length).toBeGreaterThan(90)
  }, 60_000)
})

/** Rules that report something; level 0 does not. */
function expectedOf({ rule_ids_in_order, rule_id, alert }: UseCase): string {
  const ids = (rule_ids_in_order ?? [rule_id]).map((id) => String(id))
  return alert ? [...new Set(ids)].sort().join() : ''
}

function timed({ events = [], seconds = [] }: UseCase): readonly Example[] {
  return events.map((event, n) => ({
    ...event,
    eventID: `e${n}`,
    eventTime: new Date(Date.UTC(2026, 0, 5) + (seconds[n] ?? 0) * 1000).toISOString(),
  }))
}

async function hits(
  db: Db,
  rule: Rules[number],
  rules: Rules,
  records: readonly Example[],
): Promise<readonly number[]> {
  const { sql, params } = recordsQuestion(rule, rules, records)
  return (await db.all<{ n: number }>(sql, params)).map(({ n }) => n)
}

type Rules = Awaited<ReturnType<typeof load>>['rules']

/** The rules as people have them: files, and the list of event names, of which only what the use cases need is known here. */
async function load(cases: readonly UseCase[]) {
  const facts: readonly Facts[] = JSON.parse(read('wazuh_aws_rules.json'))
  for (const file of new Set(facts.map((each) => each.file))) {
    writeFileSync(join(folder, file), xmlOf(facts.filter((each) => each.file === file)))
  }
  const names = cases.flatMap(({ event, events = [], rule_id }) =>
    rule_id === 80200
      ? []
      : [event, ...events].flatMap((each) => (each?.aws as { eventName?: string })?.eventName ?? []),
  )
  mkdirSync(join(folder, 'lists', 'amazon'), { recursive: true })
  writeFileSync(
    join(folder, 'lists', 'amazon', 'aws-eventnames'),
    [...new Set(names)].map((name) => `${name}:\n`).join(''),
  )
  return loadRules([...new Set(facts.map(({ file }) => join(folder, file)))])
}
