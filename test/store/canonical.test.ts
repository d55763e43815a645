import { expect, test } from 'vitest'
import { canonical } from '../../main/store/commit/canonical.ts'

test.each([
  ['{"b":1,"a":2}', '{"a":2,"b":1}'],
  [' { "a" : [ 1 , 2 ] } ', '{"a":[1,2]}'],
  ['{"a":{"d":1,"c":[{"f":1,"e":2}]}}', '{"a":{"c":[{"e":2,"f":1}],"d":1}}'],
  ['"\\u0041\\/"', '"A/"'],
  ['1.0', '1.0'],
  ['12345678901234567890', '12345678901234567890'],
  ['-0.0e+1', '-0.0e+1'],
  ['[]', '[]'],
  ['{}', '{}'],
  ['[true,false,null]', '[true,false,null]'],
  ['{"a":2,"a":1}', '{"a":2,"a":1}'],
  ['{"a":1,}', null],
  ['{"a":1} x', null],
  ['{"a"}', null],
  ['', null],
  [`${'['.repeat(5000)}${']'.repeat(5000)}`, null],
])('it writes %j as %j', (text, form) => {
  expect(canonical(text)).toBe(form)
})
