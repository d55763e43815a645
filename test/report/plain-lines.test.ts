import { expect, test } from 'vitest'
import { plainLines } from '../../main/report/markdown/plain.ts'

test.each([
  ['mallory\\-the\\-guest \\*1 **bold** _em_ a_b\\_c', ['mallory-the-guest *1 bold em a_b_c']],
  ['# Head *ing* #\n\ntext', ['Head ing ', 'text']],
  ['`x\\*y` &amp; &#64;&#x40; &copy; &#0;', ['x\\*y & @@ &copy; \ufffd']],
  ['<b>x</b> ![p](javascript:alert\\(1\\))', ['<b>x</b> ![p](javascript:alert(1))']],
  ['[said](http://a/b\\_c)\r\n- one\n  1. two', ['[said](http://a/b_c)', '- one', '  1. two']],
  ['```sql\nSELECT \\*\n```', ['SELECT \\*']],
  ['| a \\| b | c |\n|--|--|\n| 1 | \\*2 |', ['| a | b | c |', '|--|--|', '| 1 | *2 |']],
])('%j is said in plain lines', (text, lines) => {
  expect(plainLines(text)).toEqual(lines)
})
