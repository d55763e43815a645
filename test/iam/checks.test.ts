import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readActionFacts } from '../../main/iam/actions.ts'
import { checks } from '../../main/iam/checks/index.ts'
import { runChecks } from '../../main/iam/checks/run.ts'
import { buildInventory, type Source } from '../../main/iam/model/build.ts'
import { inTurns } from '../../main/iam/turns.ts'
import { type Call, usageOf } from '../../main/iam/usage.ts'
import { cases } from './check-cases.ts'
import { account, attached, details, partner, scp, user, userWith } from './check-evidence.ts'

const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
const at = '2026-11-01T00:00:00Z'

/** Ids of the checks that find something in the evidence. */
async function found(...sources: readonly Source[]): Promise<readonly string[]> {
  return foundWith([], ...sources)
}

async function foundWith(calls: readonly Call[], ...sources: readonly Source[]): Promise<readonly string[]> {
  const world = {
    inventory: buildInventory(sources),
    actions,
    at,
    ours: [account],
    partners: { [partner]: 'a vendor' },
    usage: usageOf(calls),
  }
  return [...new Set((await inTurns(runChecks(world))).findings.map(({ check }) => check))]
}

test('every check has a case that it finds and one that it does not', () => {
  expect(Object.keys(cases).sort()).toEqual(checks.map(({ id }) => id).sort())
})

describe.each(Object.entries(cases))('%s', (id, { fails, passes }) => {
  test('finds what is wrong', async () => expect(await found(...[fails].flat())).toContain(id))
  test('lets pass what is well', async () => expect(await found(...[passes].flat())).not.toContain(id))
})

test.each([
  ['within the days', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z', false],
  ['before and after', '2025-01-01T00:00:00Z', '2026-12-01T00:00:00Z', false],
  ['long before', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', true],
  ['only later', '2026-11-05T00:00:00Z', '2026-11-06T00:00:00Z', true],
])('a role that AWS knows as unused and that the logs have %s', async (_, first, last, isUnused) => {
  const unused = [cases['role-unused']?.fails ?? []].flat()
  const principal = buildInventory(unused).principals[0]?.arn ?? ''
  const call: Call = {
    ...{ principal, first, last, count: 1, sessions: [], ips: [], targets: [] },
    ...{ service: 's3', action: 'ListBuckets' },
  }
  expect((await foundWith([call], ...unused)).includes('role-unused')).toBe(isUnused)
})

test('of a role that was not used for long it is told when the logs saw it last', async () => {
  const inventory = buildInventory([cases['role-unused']?.fails ?? []].flat())
  const principal = inventory.principals[0]?.arn ?? ''
  const call: Call = {
    ...{ principal, first: null, last: '2026-01-02T00:00:00Z', count: 1, sessions: [], ips: [], targets: [] },
    ...{ service: 's3', action: 'ListBuckets' },
  }
  const world = { inventory, actions, at, ours: [account], partners: {}, usage: usageOf([call]) }
  const { findings } = await inTurns(runChecks(world))
  expect(findings.find(({ check }) => check === 'role-unused')?.why).toMatch(
    /^last used .*; in the logs of the case it called until 2026-01-02T00:00:00Z$/,
  )
})

test('a check finds nothing where there is no evidence for it', async () => {
  const evidence = [
    details({}),
    details({ UserDetailList: [] }),
    user({}),
    userWith([]),
    attached('ReadOnlyAccess'),
    scp(),
  ]
  const wrong = []
  for (const source of evidence) {
    const world = {
      inventory: buildInventory([source]),
      actions,
      at,
      ours: [account],
      partners: {},
      usage: usageOf([]),
    }
    const { findings, unanswered } = await inTurns(runChecks(world))
    wrong.push(...findings.map(({ check }) => check).filter((id) => unanswered.some(({ check }) => check === id)))
  }
  expect(wrong).toEqual([])
})

describe('the evidence', () => {
  const remarks = (...sources: readonly Source[]) => buildInventory(sources).remarks.join('\n')

  test.each<[string, Source, string]>([
    ['a page that others follow', details({ UserDetailList: [], IsTruncated: true }), 'only the first page'],
    ['a managed policy without its document', attached('ReadOnlyAccess'), 'is not in the evidence'],
    [
      'a group that is on no page',
      details({ UserDetailList: [{ UserName: 'a', Arn: `arn:aws:iam::${account}:user/a`, GroupList: ['g'] }] }),
      'group g',
    ],
    [
      'a file that breaks off',
      { name: 'cut.json', format: 'iam-authorization-details', text: '{"UserDetailList":[' },
      'cut.json',
    ],
    [
      'a policy of nobody knows what',
      { name: 'policy.json', format: 'aws-policy', text: '{"Policy":"{\\"Statement\\":[]}"}' },
      'does not say which resource',
    ],
    ['no control policies', details({}), 'no service control policies'],
  ])('says so where it has %s', (_, source, expected) => {
    expect(remarks(source)).toContain(expected)
  })

  test('is the same in base64, URL encoding and pages one after another', () => {
    const { text } = user({ password_enabled: 'true' })
    const wrapped = JSON.stringify({
      Content: Buffer.from(text).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: at,
    })
    expect(buildInventory([{ name: 'r', format: 'credential-report', text: wrapped }]).credentials).toHaveLength(1)
    const pages = `${JSON.stringify({ GroupDetailList: [{ GroupName: 'g', Arn: `arn:aws:iam::${account}:group/g` }] })}\n${userWith([]).text}`
    const inventory = buildInventory([{ name: 'p', format: 'iam-authorization-details', text: pages }])
    expect([inventory.groups.length, inventory.principals.length]).toEqual([1, 1])
  })
})
