import { describe, expect, test } from 'vitest'
import { judge } from '../../main/proof/judge.ts'
import { digestKey, heldOf, keyList, sha256, signFile, type Trail, trail } from './trail.ts'

type Pieces = Pick<Trail, 'digests' | 'logs'>
/** The counts that are not zero. */
function counts(pieces: Pieces, keys = [keyList]) {
  const { digests, logs, gaps, previousHashMismatch, moved } = judge(heldOf(pieces, keys)).summary
  const all = { ...digests, ...Object.fromEntries(Object.entries(logs).map(([k, v]) => [`log ${k}`, v])) }
  return Object.fromEntries(Object.entries({ ...all, gaps, previousHashMismatch, moved }).filter(([, n]) => n > 0))
}
function change(bytes: Buffer, from: string, to: string): Buffer {
  const text = bytes.toString()
  if (!text.includes(from)) throw new Error(`'${from}' is not in ${text}`)
  return Buffer.from(text.replace(from, to))
}

const cases: readonly [string, () => Pieces, Record<string, number>][] = [
  ['an intact chain is valid', () => trail(), { valid: 4, 'log valid': 8 }],
  [
    'a log that was changed is altered',
    () => {
      const all = trail()
      const log = all.logs[2] as Trail['logs'][number]
      log.content = change(log.content, '1-1', '1-x')
      return all
    },
    { valid: 4, 'log valid': 7, 'log altered': 1 },
  ],
  [
    'a log that was deleted is missing',
    () => {
      const all = trail()
      all.logs.splice(3, 1)
      return all
    },
    { valid: 4, 'log valid': 7, 'log missing': 1 },
  ],
  [
    'logs of a digest that was changed are never valid, and the next digest notices',
    () => {
      const all = trail()
      const digest = all.digests[1] as Trail['digests'][number]
      digest.content = change(digest.content, '"awsAccountId":"1', '"awsAccountId":"9')
      return all
    },
    { valid: 3, invalid: 1, 'log valid': 6, 'log unverifiable': 2, previousHashMismatch: 1 },
  ],
  [
    'two digests deleted in a row are both reported',
    () => {
      const all = trail({ hours: 6 })
      all.digests.splice(2, 2)
      return all
    },
    { valid: 4, missing: 2, 'log valid': 8, 'log notCovered': 4 },
  ],
  [
    'logging that was off is a gap and no error',
    () => trail({ restartAt: [2] }),
    { valid: 4, 'log valid': 8, gaps: 1 },
  ],
  [
    'a copy of the evidence in another place is moved, not altered',
    () => {
      const all = trail()
      const elsewhere = (uri: string) => uri.replace('s3://logs/', 'file:///cases/copy/')
      return {
        digests: all.digests.map((digest) => ({ ...digest, uri: elsewhere(digest.uri) })),
        logs: all.logs.map((log) => ({ ...log, uri: elsewhere(log.uri) })),
      }
    },
    { valid: 4, 'log valid': 8, moved: 4 },
  ],
  [
    'a folder without metadata is proved by the signatures that later digests carry, except for the newest',
    () => {
      const all = trail()
      return { ...all, digests: all.digests.map((digest) => ({ ...digest, signature: null })) }
    },
    { valid: 3, unverifiable: 1, 'log valid': 6, 'log unverifiable': 2 },
  ],
  [
    'a log that no digest lists is told apart from one of a time that has no digest',
    () => {
      const all = trail({ hours: 2 })
      const like = all.logs[0] as Trail['logs'][number]
      const named = (id: number, minute: string) => ({
        ...like,
        objectId: id,
        uri: like.uri.replace(/T\d{4}Z_\w+/, `T${minute}Z_forged0000000000`),
      })
      return { ...all, logs: [...all.logs, named(900, '0030'), named(901, '0930')] }
    },
    { valid: 2, 'log valid': 4, 'log notListed': 1, 'log notCovered': 1 },
  ],
  [
    'a log that was brought in twice, once altered, is both',
    () => {
      const all = trail({ hours: 1 })
      const log = all.logs[0] as Trail['logs'][number]
      return { ...all, logs: [...all.logs, { ...log, objectId: 900, content: Buffer.from('{}') }] }
    },
    { valid: 1, 'log valid': 2, 'log altered': 1 },
  ],
]

describe('log file validation', () => {
  test.each(cases)('%s', (_, make, expected) => expect(counts(make())).toEqual(expected))

  test('without the public key nothing is valid and nothing is called altered', () => {
    expect(counts(trail(), [])).toEqual({ unverifiable: 4, 'log unverifiable': 8 })
  })

  test('names digests that are absent, by the digest after them and by their hours', () => {
    const all = trail({ hours: 5 })
    all.digests.splice(1, 3)
    const absent = judge(heldOf(all)).seals.filter(({ kind }) => kind === 'missing-digest')
    expect(absent.map(({ uri, from, to }) => [uri, from, to])).toEqual(
      [2, 3, 4].map((hour) => [
        `s3://logs/${digestKey(hour)}`,
        `2024-01-15T0${hour - 1}:00:00Z`,
        `2024-01-15T0${hour}:00:00Z`,
      ]),
    )
  })

  test('bytes after the end of a gzip stream alter a log, whatever its content hashes to', () => {
    const { logs, ...held } = heldOf(trail({ hours: 1 }))
    const damaged = logs.map((log, place) => (place === 0 ? { ...log, damage: 'what follows is no gzip' } : log))
    expect(judge({ ...held, logs: damaged }).summary.logs).toMatchObject({ valid: 1, altered: 1 })
  })

  test('a digest that is no JSON, and keys that are none, are told and end nothing', () => {
    const all = heldOf(trail({ hours: 1 }))
    const broken = { objectId: 77, uri: 's3://logs/x', content: Buffer.from('{"a'), signature: null, isBackfill: false }
    const { summary, problems } = judge({
      ...all,
      digests: [...all.digests, broken],
      keys: [...all.keys, Buffer.from('<html>'), Buffer.from('{"PublicKeyList":[{"Fingerprint":"f","Value":"no"}]}')],
    })
    expect({ ...summary.digests, keys: summary.keys, problems: problems.length }).toEqual({
      valid: 1,
      invalid: 1,
      unverifiable: 0,
      missing: 0,
      keys: 1,
      problems: 2,
    })
  })
})

describe('results of CloudTrail Lake', () => {
  const content = Buffer.from('gzipped csv')
  const folder = 's3://logs/AWSLogs/1/CloudTrail-Lake/Query/2024/01/15/q/'
  const judged = (result: Buffer | null, sign = signFile([{ name: 'result_1.csv.gz', content }])) =>
    judge({
      digests: [],
      logs: [],
      keys: [keyList],
      signFiles: [{ objectId: 1, uri: `${folder}result_sign.json`, content: sign }],
      results: result ? [{ objectId: 2, uri: `${folder}result_1.csv.gz`, sha256: sha256(result) }] : [],
    }).summary.queryResults

  test.each([
    ['as signed', content, undefined, { valid: 1, altered: 0, unverifiable: 0 }],
    ['other bytes', Buffer.from('forged'), undefined, { valid: 0, altered: 1, unverifiable: 0 }],
    ['deleted', null, undefined, { valid: 0, altered: 1, unverifiable: 0 }],
    [
      'a sign file that was changed',
      content,
      Buffer.from(
        signFile([{ name: 'result_1.csv.gz', content }])
          .toString()
          .replace(/"fileHashValue":"./, '"fileHashValue":"f'),
      ),
      { valid: 0, altered: 0, unverifiable: 1 },
    ],
  ])('%s', (_, result, sign, expected) => expect(judged(result, sign)).toEqual(expected))
})
