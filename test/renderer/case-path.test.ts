import { expect, test } from 'vitest'
import { casePath } from '../../renderer/views/start/case-path.ts'

test.each([
  ['/home/a/cases', 'Acme breach', 'linux', '/home/a/cases/acme-breach.coldtrail'],
  ['/home/a/cases/', '../../etc', 'linux', '/home/a/cases/etc.coldtrail'],
  ['C:\\Cases', 'Fällung: März', 'win32', 'C:\\Cases\\fallung-marz.coldtrail'],
  ['/c', '漢字', 'linux', '/c/case.coldtrail'],
  ['/c', 'Case 2026-05-01 10:00Z', 'linux', '/c/case-2026-05-01-10-00z.coldtrail'],
])('it keeps in %s a case named %j on %s at %s', (folder, name, platform, path) => {
  expect(casePath(folder, name, platform)).toBe(path)
})
