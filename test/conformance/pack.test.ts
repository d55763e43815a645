import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRules } from '../../main/detect/load-rules.ts'
import { type Level, levels } from '../../shared/rule.ts'
import { caseOf, type Record_, run } from '../detect/detecting.ts'
import { removeFolders } from '../store/batches.ts'

/** A real account in which attacks were simulated; found as the samples of whole-case.test.ts are. */
const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'cloudtrail.tar.gz')
const isThere = existsSync(archive)
if (!isThere) console.warn(`skipped: no trail of simulated attacks, ${archive} is not there`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-pack-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  removeFolders()
})

interface Found {
  readonly title: string
  readonly level: Level
  readonly call: string
  readonly actor: string | null
  readonly isSimulated: boolean
}
let found: readonly Found[]

beforeAll(async () => {
  if (!isThere) return
  execFileSync('tar', ['-xzf', archive, '-C', folder])
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
  const records = files.flatMap(
    (path): readonly Record_[] => JSON.parse(readFileSync(join(folder, path), 'utf8')).Records,
  )
  const file = await caseOf(records)
  try {
    await run(file, await loadRules([join(root, 'assets', 'rules')]))
    // Stratus Red Team says in its agent who it is, and names after itself what it makes and Terraform takes down again.
    const isSimulated = `contains(coalesce(user_agent, ''), 'stratus-red-team') OR contains(CAST(request AS VARCHAR), 'stratus-red-team')`
    found = await file.db.all<Found & Record<string, never>>(`
      SELECT DISTINCT rule.title, rule.level, service || ':' || action AS call, actor,
        bool_or(${isSimulated}) OVER (PARTITION BY detection_id) AS "isSimulated"
      FROM detection_event JOIN detection USING (detection_id) JOIN rule USING (rule_no) JOIN event USING (object_id, ordinal)`)
  } finally {
    await file.close()
  }
}, 120_000)

const atLeast = (level: Level) => found.filter((each) => levels.indexOf(each.level) >= levels.indexOf(level))

describe.skipIf(!isThere)('on a trail of simulated attacks the rules', () => {
  test.each([
    ['ec2:GetPasswordData', 'high'],
    ['secretsmanager:GetSecretValue', 'high'],
    ['ssm:GetParameters', 'medium'],
    ['ssm:SendCommand', 'medium'],
    ['ec2:DescribeInstanceAttribute', 'medium'],
    ['cloudtrail:StopLogging', 'medium'],
    ['cloudtrail:DeleteTrail', 'medium'],
    ['cloudtrail:PutEventSelectors', 'high'],
    ['s3:PutBucketLifecycle', 'high'],
    ['ec2:DeleteFlowLogs', 'high'],
    ['organizations:LeaveOrganization', 'high'],
    ['ec2:AuthorizeSecurityGroupIngress', 'medium'],
    ['ec2:ModifySnapshotAttribute', 'high'],
    ['ec2:ModifyImageAttribute', 'medium'],
    ['rds:ModifyDBSnapshotAttribute', 'high'],
    ['s3:PutBucketPolicy', 'medium'],
    ['iam:CreateLoginProfile', 'medium'],
    ['signin:ConsoleLogin', 'medium'],
    ['iam:UpdateAssumeRolePolicy', 'high'],
    ['iam:CreateAccessKey', 'medium'],
    ['iam:AttachUserPolicy', 'high'],
    ['lambda:AddPermission20150331v2', 'high'],
    ['lambda:UpdateFunctionCode20150331v2', 'medium'],
    ['rolesanywhere:CreateTrustAnchor', 'high'],
  ] as const)('see %s as %s at least, by what it does', (call, level) => {
    const byDeed = atLeast(level).filter(({ title }) => !title.startsWith('An attack tool'))
    expect(byDeed.some((each) => each.call === call && each.isSimulated)).toBe(true)
  })

  test('say of nothing else that it is of high level', () => {
    expect(atLeast('high').filter(({ isSimulated }) => !isSimulated)).toEqual([])
    expect(new Set(atLeast('high').map(({ title }) => title)).size).toBeGreaterThanOrEqual(15)
  })
})
