import { afterAll, expect, test } from 'vitest'
import { loadText } from '../../main/detect/load-rules.ts'
import { removeFolders } from '../store/batches.ts'
import { caseOf, found, load, run } from './detecting.ts'
import { bases, events } from './short-events.ts'

afterAll(removeFolders)

const filter = (body: string, source = '{product: aws, service: cloudtrail}') =>
  `title: Ours\nid: f\nlogsource: ${source}\nfilter:\n${body.replace(/^/gm, '  ')}\n`
const line = 'A@0 u=x, A@1 u=adm_y, A@2, B@3 u=adm_z, C@4 u=x'
const admins = 'selection: {requestParameters.u|startswith: adm_}'

test.each([
  ['rules by id and name', `rules: [id-A, name_B]\n${admins}\ncondition: not selection`, [[1, 3], [], [5]]],
  ['a rule by its title', `rules: Rule B\n${admins}\ncondition: not selection`, [[1, 2, 3], [], [5]]],
  [
    'rules of which some are not there',
    `rules: [nobody, id-A]\n${admins}\ncondition: not selection`,
    [[1, 3], [4], [5]],
  ],
  ['any rule', `rules: any\n${admins}\ncondition: not selection`, [[1, 3], [], [5]]],
  ['every rule, where it names none', `${admins}\ncondition: not selection`, [[1, 3], [], [5]]],
  [
    'several selections',
    `rules: any\n${admins}\nother: {requestParameters.u: x}\ncondition: not 1 of them`,
    [[3], [], []],
  ],
  [
    'an exception to the exception',
    `rules: any\n${admins}\nbut: {requestParameters.u|endswith: z}\ncondition: not selection or but`,
    [[1, 3], [4], [5]],
  ],
])('a filter narrows %s', async (_, body, [a, b, c]) => {
  const file = await caseOf(events(line))
  try {
    const loaded = loadText(`${filter(body)}---\n${bases}`, 'rules.yml')
    expect(loaded.refused).toHaveLength(body.includes('nobody') ? 1 : 0)
    await run(file, loaded)
    const { 'Rule A': ofA = [], 'Rule B': ofB = [], 'Rule C': ofC = [] } = await found(file)
    expect([ofA, ofB, ofC]).toEqual([a, b, c])
  } finally {
    await file.close()
  }
})

test('what a filter hides is not counted by a correlation', async () => {
  const file = await caseOf(events(line))
  const many = 'title: many\ncorrelation: {type: event_count, rules: [name_A], timespan: 1m, condition: {gte: 3}}'
  try {
    await run(file, load(many, bases))
    expect((await found(file)).many).toEqual([1, 2, 3])
    const narrowed = load(many, filter(`rules: [name_A]\n${admins}\ncondition: not selection`), bases)
    expect(narrowed.rules.find(({ kind }) => kind === 'correlation')?.info.filters).toEqual(['Ours'])
    await run(file, narrowed)
    expect((await found(file)).many).toBeUndefined()
  } finally {
    await file.close()
  }
})

test('a rule says which filters narrow it, and its text is enough to evaluate it again', () => {
  const text = filter(`rules: [id-A]\n${admins}\ncondition: not selection`)
  const [a, b] = load(text, bases).rules
  const [plain] = load(bases).rules
  expect([a?.info.filters, b?.info.filters]).toEqual([['Ours'], undefined])
  expect(a?.info.hash).not.toBe(plain?.info.hash)
  const [again] = loadText(a?.info.text ?? '', 'r.yml').rules
  expect(again).toEqual({ ...a, info: { ...a?.info, file: 'r.yml' } })
})

test.each([
  ['would hide all but its selection', `rules: [id-A]\n${admins}\ncondition: selection`, /write 'not …'/],
  ['is for nobody', `rules: [nobody]\n${admins}\ncondition: not selection`, /'nobody', and no rule/],
  ['has no condition', `rules: [id-A]\n${admins}`, /needs a condition/],
  ['has no selection', 'rules: [id-A]\ncondition: not selection', /no selection/],
  ['asks for another selection', `rules: [id-A]\n${admins}\ncondition: not other`, /asks for 'other'/],
])('it refuses a filter that %s', (_, body, reason) => {
  const { rules, refused } = loadText(`${filter(body)}---\n${bases}`, 'r.yml')
  expect([rules.length, refused.map((each) => each.reason)]).toEqual([3, [expect.stringMatching(reason)]])
})

test.each([
  ['[id-A, Rule Z, name_B]', [/^it is for 'Rule Z', and no rule .*; it narrows the others$/]],
  ['[many, id-A, name_X]', [/^it is for 'many', a correlation: .*others$/, /'name_X'/]],
  ['[name_X, Rule Z]', [/'name_X'.* title$/, /'Rule Z'/]],
  ['[id-A, name_B]', []],
])('a filter for the rules %s says which of them it does not narrow', (rules, reasons) => {
  const many = 'title: many\ncorrelation: {type: event_count, rules: [name_A], timespan: 1m, condition: {gte: 3}}'
  const text = `${filter(`rules: ${rules}\n${admins}\ncondition: not selection`)}---\n${many}\n---\n${bases}`
  const { refused } = loadText(text, 'r.yml')
  expect(refused).toEqual(
    reasons.map((reason) => ({
      file: 'r.yml',
      line: 1,
      id: 'f',
      title: 'Ours',
      reason: expect.stringMatching(reason),
    })),
  )
})

test.each([
  ['of other logs', '{product: windows}', /not one of AWS/],
  ['of another service', '{product: aws, service: guardduty}', /not of the filter's log source/],
])('it refuses a filter for logs %s', (_, source, reason) => {
  const { refused } = loadText(
    `${filter(`rules: [id-A]\n${admins}\ncondition: not selection`, source)}---\n${bases}`,
    'r',
  )
  expect(refused.map((each) => each.reason)).toEqual([expect.stringMatching(reason)])
})
