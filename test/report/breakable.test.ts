import { expect, test } from 'vitest'
import { breakable } from '../../main/report/html/breakable.ts'
import { escaped } from '../../main/report/html/escaped.ts'

test.each([
  ['arn:aws:iam::111122223333:user/ci-deploy', 'arn:|aws:|iam::|111122223333:|user/|ci-deploy'],
  ['GetAccountAuthorizationDetails', 'Get|Account|Authorization|Details'],
  ['AWSReservedSSO_ReadOnlyAccess', 'AWSReserved|SSO_|Read|Only|Access'],
  ['at 2026-03-11 02:15:00Z by ci/deploy', 'at 2026-03-11 02:15:00Z by ci/deploy'],
  ['203.0.113.50', '203.0.113.50'],
  ['https://h/<img/src=x>', 'https://|h/|&lt;img/|src=x&gt;'],
])('%s may go on in another line where its parts meet', (said, parts) => {
  expect(breakable(escaped(said)).replaceAll('<wbr>', '|')).toBe(parts)
})
