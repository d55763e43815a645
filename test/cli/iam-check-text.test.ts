import { expect, test } from 'vitest'
import { cisText, externalText, unansweredText } from '../../main/cli/iam-check-text.ts'
import type { CisSection, ExternalFinding } from '../../shared/iam.ts'

const finding: ExternalFinding = {
  source: 'Prowler',
  check: 'c',
  title: 't',
  severity: 'low',
  status: 'fail',
  account: '111122223333',
  resource: 'arn:aws:s3:::b',
  text: 'open\u001b[2J',
  time: null,
  ours: ['resource-public'],
}

test('failures of other tools are listed from a level on, the rest is counted', () => {
  const passed = { ...finding, status: 'pass', check: 'fine' } as const
  const text = externalText({ external: [finding, passed] })
  expect(text).toMatch(/^other tools: 1 failure, 1 result/)
  expect(text).toContain('open\\x1b[2J')
  expect(text).not.toContain('fine')
  expect(externalText({ external: [finding] }, 'high')).toBe(
    'other tools: 1 failure, 0 results that say no such thing\n',
  )
  expect(externalText({ external: [] })).toBe('')
})

test('sections of two versions that come to different ends say both', () => {
  const section = (version: CisSection['version'], result: CisSection['result'], findings: number): CisSection => ({
    version,
    section: `${version}-1`,
    title: 'one',
    checks: [],
    result,
    findings,
    why: null,
  })
  expect(cisText({ cis: [section('v3.0', 'found', 2), section('v5.0', 'nothing-found', 0)] })).toMatch(
    /^v3\.0-1 +v5\.0-1 +fail, pass +one +2 findings$/m,
  )
  expect([cisText({ cis: [] }), unansweredText({ unanswered: [] })]).toEqual(['', ''])
})
