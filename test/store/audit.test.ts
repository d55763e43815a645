import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Audit, verifyAudit } from '../../main/store/audit.ts'
import { folder, removeFolders } from './batches.ts'

afterAll(removeFolders)

function logWith(actions: readonly string[], path = folder()): string {
  const audit = Audit.open(path, 'ana@lab')
  for (const action of actions) audit.append(action, { text: 'ä"\n', n: 1 })
  audit.close()
  return path
}

function lines(path: string): string[] {
  return readFileSync(join(path, 'audit.jsonl'), 'utf8').trimEnd().split('\n')
}

test('it chains its lines across openings', async () => {
  const path = logWith(['b', 'c'], logWith(['a']))
  const read = lines(path).map((line) => JSON.parse(line))
  expect(read.map(({ seq, who, action, previous }) => ({ seq, who, action, previous }))).toEqual([
    { seq: 1, who: 'ana@lab', action: 'a', previous: null },
    { seq: 2, who: 'ana@lab', action: 'b', previous: read[0].hash },
    { seq: 3, who: 'ana@lab', action: 'c', previous: read[1].hash },
  ])
  expect(await verifyAudit(path)).toEqual({ lines: 3, torn: 0, problems: [] })
})

const altered = (at: number, change: (line: string) => string[]) => (path: string) => {
  const all = lines(path)
  all.splice(at, 1, ...change(all[at] as string))
  writeFileSync(join(path, 'audit.jsonl'), `${all.join('\n')}\n`)
}

test.each([
  ['changed', altered(1, (line) => [line.replace('"b"', '"x"')]), ['line 2 (seq 2) was altered: its hash is another']],
  ['removed', altered(1, () => []), ['line 2 (seq 3) does not follow the line before it (seq 1)']],
  ['repeated', altered(1, (line) => [line, line]), ['line 3 (seq 2) does not follow the line before it (seq 2)']],
  [
    'replaced by nonsense',
    altered(0, () => ['nonsense']),
    [expect.stringContaining('line 1 is no audit line'), expect.stringContaining('does not follow')],
  ],
])('it shows that a line was %s', async (_, change, problems) => {
  const path = logWith(['a', 'b', 'c'])
  change(path)
  expect((await verifyAudit(path)).problems).toEqual(problems)
})

test('it goes on after a line that a crash tore, keeps it and says so', async () => {
  const path = logWith(['a', 'b'])
  appendFileSync(join(path, 'audit.jsonl'), '{"seq":3,"at":"2024-0')
  logWith(['d'], path)
  expect(lines(path).map((line) => line.slice(0, 9))).toEqual([
    '{"seq":1,',
    '{"seq":2,',
    '{"seq":3,',
    '{"seq":3,',
    '{"seq":4,',
  ])
  expect(await verifyAudit(path)).toEqual({ lines: 4, torn: 1, problems: [] })
})

test('it goes on after a last line that lost only its end', async () => {
  const path = logWith(['a', 'b'])
  truncateSync(join(path, 'audit.jsonl'), readFileSync(join(path, 'audit.jsonl')).length - 1)
  logWith(['c'], path)
  expect(await verifyAudit(path)).toEqual({ lines: 3, torn: 0, problems: [] })
})

test('it finds its last line behind a torn one that is longer than what it reads at once', async () => {
  const path = logWith(['a'])
  appendFileSync(join(path, 'audit.jsonl'), `{"seq":2,"details":"${'x'.repeat(200_000)}`)
  logWith(['b'], path)
  expect(await verifyAudit(path)).toEqual({ lines: 3, torn: 1, problems: [] })
})
