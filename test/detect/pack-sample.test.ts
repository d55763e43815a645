import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detect } from '../../main/analyze.ts'
import { decoders } from '../../main/decode/index.ts'
import { loadRules } from '../../main/detect/load-rules.ts'
import * as cast from '../../main/sample/cast.ts'
import { habits } from '../../main/sample/habits/index.ts'
import { intrusion } from '../../main/sample/intrusion/index.ts'
import { random } from '../../main/sample/random.ts'
import { record } from '../../main/sample/record.ts'
import { CaseFile } from '../../main/store/case-file.ts'
import { type Level, levels } from '../../shared/rule.ts'
import { batchOf, folder, removeFolders, secret, version } from '../store/batches.ts'

/** Number of the object that holds the events of the intrusion; those of ordinary days lie in the other. */
const story = 2

interface Found {
  readonly title: string
  readonly level: Level
  readonly call: string
  readonly isStory: boolean
  /** Whose principal called. */
  readonly from: string | null
}

let file: CaseFile
let found: readonly Found[]
beforeAll(async () => {
  const source = random(20260302)
  const ordinary = Array.from({ length: cast.days }, (_, day) =>
    habits.flatMap((habit) => [...habit(cast.start + day * cast.day, source)]),
  ).flat()
  const records = [ordinary, [...intrusion(source)]].map((calls) => calls.map((call) => record(call, source)))
  file = await CaseFile.create(join(folder(), 'sample.coldtrail'), { name: 'Sample', version, lock: secret })
  const batch = batchOf(
    file.tmp,
    records.map((each, place) => ({ uri: `file:///${place}.json`, records: each })),
    'cloudtrail',
  )
  await file.commit(batch, decoders, 1)
  const pack = await loadRules([resolve(import.meta.dirname, '..', '..', 'assets', 'rules')])
  await detect(file, pack, () => {}, new AbortController().signal)
  const rows = await file.db.all<{ title: string; level: Level; call: string; object: number; from: string | null }>(`
    SELECT DISTINCT rule.title, rule.level, service || ':' || action AS call, object_id AS object, actor_account AS "from"
    FROM detection_event JOIN detection USING (detection_id) JOIN rule USING (rule_no) JOIN event USING (object_id, ordinal)`)
  found = rows.map(({ object, ...row }) => ({ ...row, isStory: object === story }))
}, 120_000)
afterAll(async () => {
  await file.close()
  removeFolders()
})

const isGrave = ({ level }: Found) => levels.indexOf(level) >= levels.indexOf('medium')

describe('on the sample case the rules', () => {
  /** assets/sample/STORY.md, step by step: the call, and the rule that must have seen it. */
  test.each([
    ['a scanner tries the leaked key', 'sts:GetCallerIdentity', 'A secret scanner verified one of our keys'],
    ['a Kali machine calls', 'sts:GetCallerIdentity', 'A machine with a penetration-testing system called AWS'],
    ['everything is listed', 'iam:ListUsers', 'Somebody looked at everything within ten minutes'],
    [
      'most of it is denied',
      'rds:DescribeDBInstances',
      'One principal was refused by five services within ten minutes',
    ],
    ['a key is made for svc-backup', 'iam:CreateAccessKey', 'An access key was made for another user'],
    [
      'BackupOperator is assumed from staging',
      'sts:AssumeRole',
      'A role was assumed from an account that never did so before',
    ],
    ['secrets are read', 'secretsmanager:GetSecretValue', 'Many secrets were read or tried within ten minutes'],
    ['aws-support-sync is made', 'iam:CreateUser', 'An IAM user was created whose name pretends to be AWS'],
    ['it becomes administrator', 'iam:AttachUserPolicy', 'Administrator rights were given to a user, group or role'],
    ['it gets a password', 'iam:CreateLoginProfile', 'An IAM user got a console password'],
    [
      'the trust of BackupOperator is opened',
      'iam:UpdateAssumeRolePolicy',
      'The trust policy of a role was opened to another account',
    ],
    ['it signs in without MFA', 'signin:ConsoleLogin', 'An IAM user signed in to the console without a second factor'],
    ['StopLogging is denied', 'cloudtrail:StopLogging', 'An attempt to change or stop a trail was refused'],
    ['only writes are recorded', 'cloudtrail:PutEventSelectors', 'A trail was told to leave events out'],
    ['GuardDuty is disabled', 'guardduty:UpdateDetector', 'GuardDuty was turned off'],
    ['all three together', 'guardduty:UpdateDetector', 'Several defences were attacked within an hour'],
    ['RunInstances meets a limit', 'ec2:RunInstances', 'Launching instances failed because a limit was reached'],
    [
      'in a region that was never used',
      'ec2:RunInstances',
      'Instances were asked for in a region where the account never had any',
    ],
    ['eight g5.12xlarge start', 'ec2:RunInstances', 'Many large machines were launched at once'],
    ['objects are read', 's3:GetObject', 'Hundreds of objects were downloaded by a user or script'],
    ['a snapshot is shared', 'ec2:ModifySnapshotAttribute', 'A disk snapshot was shared with another account'],
    ['a ransom note is written', 's3:PutObject', 'An object with the name of a ransom note was written'],
    ['keys are disabled', 'iam:UpdateAccessKey', 'An access key was disabled or deleted'],
    ['the dead key is tried', 'sts:GetCallerIdentity', 'A disabled or deleted access key was tried again and again'],
  ])('see that %s', (_, call, title) => {
    expect(found.some((each) => each.isStory && each.call === call && each.title === title)).toBe(true)
  })

  test('see both times that BackupOperator is assumed from another account', () => {
    const entered = found.filter(({ title }) => title === 'A role was assumed from an account that never did so before')
    expect(entered.map(({ from }) => from).sort()).toEqual([cast.accounts.staging, cast.attackerAccount])
  })

  test('say nothing of medium level or above about ordinary days', () => {
    const ordinary = found.filter(({ isStory }) => !isStory)
    expect(ordinary.length).toBeGreaterThan(0)
    expect([...new Set(ordinary.filter(isGrave).map(({ title, call }) => `${title} (${call})`))]).toEqual([])
  })
})
