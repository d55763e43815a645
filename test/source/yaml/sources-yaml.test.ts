import { describe, expect, test } from 'vitest'
import { readSources } from '../../../main/source/yaml/read-sources.ts'
import { writeSources } from '../../../main/source/yaml/write-sources.ts'
import { Source, type SourceInput } from '../../../shared/source.ts'

const inputs: readonly SourceInput[] = [
  { kind: 's3-bucket', name: 'trail', bucket: 'logs', layout: 'cloudtrail' },
  {
    kind: 's3-bucket',
    name: 'macie: "prod"'.replace(/[:"]/g, ''),
    bucket: 'logs',
    layout: 'firehose',
    path: '# no: \u202ecomment\x1b[2J\u{e0041}\n/',
    accounts: ['012345678901'],
    from: '2024-01-15',
    deleteAfter: true,
    everyMinutes: 10,
    access: { credentials: { kind: 'profile', profile: 'null' }, region: 'eu-west-1', pathStyle: true },
  },
  {
    kind: 'security-lake-queue',
    name: 'lake',
    queue: 'arn:aws:sqs:us-east-1:111122223333:AmazonSecurityLake-1-Main-Queue',
    access: { roles: [{ arn: 'arn:aws:iam::111122223333:role/Reader', externalId: 'yes', duration: 1300 }] },
  },
  { kind: 'api-guardduty', name: 'findings', regions: ['us-east-1', 'me-south-1'] },
]
const sources = inputs.map((input) => Source.parse(input))

describe('sources as YAML', () => {
  test('come back as they went', () => {
    expect(readSources(writeSources(sources), true)).toEqual({ ok: true, sources, notes: [] })
  })

  test('cannot act on a terminal', () => {
    expect(writeSources(sources)).toMatch(/^[\n\x20-\x7e]*$/)
  })

  test('arrive without deleting anything, unless that was confirmed', () => {
    const acknowledging = { ...sources[2], name: 'other', acknowledge: true } as Source
    const read = readSources(writeSources([...sources, acknowledging]), false)
    const changes = read.ok ? read.sources.map((one) => [one.name, 'deleteAfter' in one && one.deleteAfter]) : read
    expect(changes).toEqual([...sources, acknowledging].map(({ name }) => [name, false]))
    expect(read.ok && read.notes).toEqual([
      'deleting objects after collection was on for "macie prod": it arrives switched off',
      'deleting messages after collection was on for "other": it arrives switched off',
    ])
  })

  test('say only what is not the default', () => {
    expect(
      writeSources(sources.slice(0, 1)),
    ).toBe(`# Sources of logs for Coldtrail. Nothing secret is in here: keys and codes are asked for.
sources:
  - kind: s3-bucket
    name: trail
    bucket: logs
    layout: cloudtrail
`)
  })

  const wrong: readonly (readonly [string, string, readonly string[]])[] = [
    ['no list', 'source: []', ['1: there is no list "sources:" at the top of it']],
    ['an empty file', '', ['1: there is no list "sources:" at the top of it']],
    [
      'values with their lines',
      'sources:\n  - kind: s3-bucket\n    name: a\n    bucket: My_Logs\n    layout: cloudtrail\n    accounts:\n      - "123"\n    from: 2024-13-01\n',
      [
        '4: bucket: "My_Logs" is refused: a bucket name has 3 to 63 lower-case letters, digits, dots and dashes',
        '7: accounts.0: "123" is refused: an AWS account id has 12 digits',
        '8: from: "2024-13-01" is refused: Invalid ISO date',
      ],
    ],
    [
      'what is missing',
      'sources:\n  - kind: s3-bucket\n    name: a\n    layout: any\n',
      ['2: bucket: it is missing: Invalid input: expected string, received undefined'],
    ],
    [
      'secrets, without repeating them',
      'sources:\n  - kind: api-macie\n    name: a\n    access:\n      secretAccessKey: hunter2hunter2\n',
      [
        '4: access: "secretAccessKey" is nothing that a source of this kind says; keys and other secrets have no place in this file',
      ],
    ],
    [
      'two of a name',
      'sources:\n  - {kind: api-macie, name: a}\n  - {kind: api-macie, name: a}\n',
      ['3: there are two sources of the name "a": give one of them another'],
    ],
    ['two of a key', 'sources:\n  - kind: api-macie\n    name: a\n    name: b\n', ['4: Map keys must be unique']],
    [
      'anchors',
      'sources:\n  - &a {kind: api-macie, name: a}\n  - *a\n',
      ['1: anchors and aliases (& and *) are refused: write the values out'],
    ],
    ['tags', 'sources: !!js/function x\n', ['1: Unresolved tag: tag:yaml.org,2002:js/function']],
    [
      'several documents',
      'sources: []\n---\nsources: []\n',
      ['2: Source contains multiple documents; please use YAML.parseAllDocuments()'],
    ],
    [
      'an unknown kind',
      'sources:\n  - kind: ftp\n    name: a\n',
      [
        "2: kind: \"ftp\" is refused: Invalid discriminator value. Expected 's3-bucket' | 'security-lake-queue' | 'sqs-notifications' | 'security-lake-listing' | 'api-cloudtrail' | 'api-guardduty' | 'api-macie' | 'api-securityhub' | 'api-iam'",
      ],
    ],
    [
      'a prototype',
      'sources:\n  - kind: api-macie\n    name: a\n    __proto__: {x: 1}\n',
      ['2: "__proto__" is nothing that a source of this kind says; keys and other secrets have no place in this file'],
    ],
  ]
  test.each(wrong)('are refused with %s', (_what, text, expected) => {
    const read = readSources(text, false)
    expect(read.ok ? read : read.mistakes.map(({ line, message }) => `${line}: ${message}`)).toEqual(expected)
  })
})
