import { expect, test } from 'vitest'
import { completions } from '../../shared/search/complete.ts'
import { namedFields } from '../../shared/search/fields.ts'
import { parseSearch } from '../../shared/search/parse.ts'

/** `|` is where the cursor stands. */
function at(marked: string) {
  const cursor = marked.indexOf('|')
  const { from, to, options } = completions(marked.replace('|', ''), cursor)
  return { from, to, labels: options.map(({ label }) => label) }
}

test.each<[marked: string, from: number, to: number, labels: readonly string[]]>([
  ['us|', 0, 2, ['user:', 'userAgent:', 'user_agent:']],
  ['outc|', 0, 4, ['outcome:']],
  ['alice -(outc|', 8, 12, ['outcome:']],
  ['ou|tcome:denied', 0, 8, ['outcome:']],
  ['outcome:|', 8, 8, ['success', 'denied', 'failed', '*', 'none']],
  ['outcome:d|', 8, 9, ['denied']],
  ['outcome:d|xyz b', 8, 12, ['denied']],
  ['-outcome!=S|', 10, 11, ['success']],
  ['outcome:(denied OR f|', 19, 20, ['failed']],
  ['(outcome:(denied) |', 18, 18, namedFields.map(({ name }) => `${name}:`)],
  ['SEVERITY>=h|', 10, 11, ['high']],
  ['mfa:|', 4, 4, ['true', 'false', '*', 'none']],
  ['type:I|', 5, 6, ['IAMUser', 'IdentityCenterUser']],
  ['region:|', 7, 7, ['*', 'none']],
  ['usr:|', 4, 4, []],
  ['text:|', 5, 5, []],
  ['"outc|', 5, 5, []],
  ['user:"a" outc|', 9, 13, ['outcome:']],
  ['/outc|', 5, 5, []],
  ['zzz|', 0, 3, []],
])('%s offers what fits', (marked, from, to, labels) => {
  const found = at(marked)
  const shown = marked === 'us|' ? { ...found, labels: found.labels.filter((label) => label.startsWith('us')) } : found
  expect(shown).toEqual({ from, to, labels })
})

test('every field that is offered is one', () => {
  const wrong = namedFields.filter(({ name }) => !parseSearch(`${name}:none`).ok && !parseSearch(`${name}:true`).ok)
  expect(wrong).toEqual([])
})
