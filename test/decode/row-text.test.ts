import { expect, test } from 'vitest'
import { rowTextToJson } from '../../main/decode/row-text.ts'

const same = (name: string) => name

test.each([
  ['{type=IAMUser, arn=arn:aws:iam::1:user/a, username=null, x=}', '{"type":"IAMUser","arn":"arn:aws:iam::1:user/a"}'],
  ['{a={b={c=1, d=2}}, e=f}', '{"a":{"b":{"c":"1","d":"2"}},"e":"f"}'],
  ['[{arn=x}, {arn=y}]', '[{"arn":"x"},{"arn":"y"}]'],
  ['{text=one, two and three, next=4}', '{"text":"one, two and three","next":"4"}'],
  ['{policy={"n":12345678901234567890,"a":["}"]}, b=c}', '{"policy":{"n":12345678901234567890,"a":["}"]},"b":"c"}'],
  ['{}', '{}'],
  ['{q="}', '{"q":"\\""}'],
])('it makes JSON of %s', (text, expected) => {
  expect(rowTextToJson(text, same)).toBe(expected)
})

test.each(['{', '{a}', '{a=b', '{a=b}}', '[a=b', '{=b}', '{'.repeat(100), `{a=${'{a='.repeat(40)}b${'}'.repeat(41)}`])(
  'it says that %s does not come out even',
  (text) => {
    expect(rowTextToJson(text, same)).toBeNull()
  },
)

test('text that only looks like JSON costs no more than its length', () => {
  const started = process.cpuUsage().user
  expect(rowTextToJson(`[${'{"a, '.repeat(100_000)}]`, same)).toBeNull()
  expect(process.cpuUsage().user - started).toBeLessThan(2e6)
})
