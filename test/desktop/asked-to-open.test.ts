import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { askedToOpen } from '../../main/desktop/asked-to-open.ts'

it.each([
  [['electron', '.'], false, { kind: 'nothing' }],
  [['electron', '.', '--sample'], false, { kind: 'sample' }],
  [['electron', '--inspect', '.', 'a.coldtrail'], false, { kind: 'case', path: resolve('/from', 'a.coldtrail') }],
  [['coldtrail'], true, { kind: 'nothing' }],
  [['coldtrail', '--sample'], true, { kind: 'sample' }],
  [['coldtrail', '--no-first-run', '/cases/a.coldtrail'], true, { kind: 'case', path: resolve('/cases/a.coldtrail') }],
])('reads %j (packaged: %s)', (argv, isPackaged, asked) => {
  expect(askedToOpen(argv, isPackaged, '/from')).toEqual(asked)
})
