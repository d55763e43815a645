import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Audit } from '../../main/store/audit.ts'
import { auditLog } from '../../main/store/audit-log.ts'

let folder = ''
const never = new AbortController().signal

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldtrail-audit-log-'))
  const audit = Audit.open(folder, 'ana@laptop')
  audit.append('import-begun', { paths: ['/logs/Zürich'] })
  // Longer than what is read at once, so that a line begins in one piece and ends in another.
  audit.append('aws-calls', { calls: ['x'.repeat(1_200_000)] })
  for (let n = 0; n < 20; n++) audit.append('sql-run', { sql: `SELECT ${n}` })
  audit.close()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the audit log', () => {
  test.each([
    ['everything, newest first', {}, 22, 'SELECT 19'],
    ['words in any case', { search: 'zürich IMPORT' }, 1, 'Zürich'],
    ['an action', { action: 'sql-run' }, 20, 'SELECT 19'],
    ['a page of an action', { action: 'sql-run', offset: 15 }, 20, 'SELECT 4'],
    ['a long line whole', { action: 'aws-calls' }, 1, 'x'.repeat(1_200_000)],
  ])('is read by %s', async (_, asked, total, first) => {
    const read = auditLog(folder)
    const answer = await read({ search: '', action: null, offset: 0, limit: 5, ...asked }, never)
    expect(answer.total).toBe(total)
    expect(answer.rows[0]).toMatchObject({ who: 'ana@laptop', details: expect.stringContaining(first) })
  })

  test('is read again when it has grown, and shows what is no line of it', async () => {
    const read = auditLog(folder)
    const asked = { search: '', action: null, offset: 0, limit: 1 }
    await read(asked, never)
    appendFileSync(join(folder, 'audit.jsonl'), '{"seq":23,"at":"no line of ours"}\n')
    const { total, actions, rows } = await read(asked, never)
    expect(total).toBe(23)
    expect(rows).toEqual([
      expect.objectContaining({ seq: null, action: 'no audit line', details: '{"seq":23,"at":"no line of ours"}' }),
    ])
    expect(actions).toEqual([
      { action: 'sql-run', lines: 20 },
      { action: 'import-begun', lines: 1 },
      { action: 'aws-calls', lines: 1 },
      { action: 'no audit line', lines: 1 },
    ])
  })
})
