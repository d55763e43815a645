import { expect, test } from 'vitest'
import { weaknesses } from '../../main/report/weaknesses.ts'
import type { IamFinding } from '../../shared/iam.ts'

const arn = (name: string) => `arn:aws:iam::111122223333:user/${name}`

function finding(
  check: string,
  severity: IamFinding['severity'],
  name: string,
  more: Partial<IamFinding> = {},
): IamFinding {
  return {
    check,
    severity,
    theme: 'rights',
    title: `Title of ${check}`,
    account: '111122223333',
    principal: arn(name),
    resource: null,
    statement: null,
    why: '',
    abuse: '',
    fix: 'take it away',
    references: [],
    confidence: 'confirmed',
    used: null,
    isJoined: true,
    ...more,
  }
}
const used = { count: 2, first: null, last: null } as unknown as IamFinding['used']

test('each weakness has a row: the gravest first, of those what was used', () => {
  const { columns, rows } = weaknesses([
    finding('common', 'medium', 'a'),
    finding('common', 'medium', 'b'),
    finding('seen', 'medium', 'c', { used }),
    finding('grave', 'high', 'd'),
    finding('common', 'low', 'e'),
  ])
  expect(columns.map(({ name }) => name)).toEqual(['Severity', 'Weakness', 'Found', 'Seen in use', 'At', 'What to do'])
  expect(rows).toEqual([
    ['high', 'Title of grave', 1, 0, arn('d'), 'take it away'],
    ['medium', 'Title of seen', 1, 1, arn('c'), 'take it away'],
    ['medium', 'Title of common', 2, 0, `${arn('a')}, ${arn('b')}`, 'take it away'],
    ['low', 'Title of common', 1, 0, arn('e'), 'take it away'],
  ])
})

test('whoever used it is named, five at most, the others are counted, and who has it twice is one', () => {
  const many = ['g', 'f', 'e', 'd', 'c', 'b', 'b'].map((name) =>
    finding('wide', 'high', name, name === 'g' ? { used } : { resource: name, fix: `name ${name}` }),
  )
  const named = ['g', 'b', 'c', 'd', 'e'].map(arn).join(', ')
  const row = ['high', 'Title of wide', 7, 1, `${named}, and 1 more`]
  for (const found of [many, many.toReversed()])
    expect(weaknesses(found).rows).toEqual([[...row, 'take it away; of the others likewise, each with its own names']])
})
