import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importOssec } from '../../main/source/ossec/import-ossec.ts'

/**
 * What the original's own reader makes of configurations, beside what ours does. They are not part of the repository:
 * looked for in $COLDTRAIL_SHARED, else beside the repository.
 */
const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'collection.tar.gz')

interface Case {
  readonly name: string
  readonly xml: string
  readonly valid: boolean
  readonly config: { readonly buckets: readonly object[]; readonly subscribers: readonly object[] } | null
  readonly invocations: readonly { readonly ok: boolean; readonly parsed: Parsed | null }[]
}

interface Parsed {
  readonly service: string | null
  readonly logBucket: string | null
  readonly queue: string | null
  readonly aws_account_id: readonly string[] | null
  readonly aws_organization_id: string | null
  readonly aws_profile: string | null
  readonly external_id: string | null
  readonly iam_role_arn: string | null
  readonly iam_role_duration: number | string | null
  readonly trail_prefix: string
  readonly trail_suffix: string
  readonly only_logs_after: string | null
  readonly regions: readonly string[]
}

function cases(): readonly Case[] {
  if (!existsSync(archive)) {
    console.warn(`skipped: no samples of configurations, ${archive} is not there`)
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-ossec-'))
  try {
    execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
    return JSON.parse(readFileSync(join(folder, 'ossec_conf_cases.json'), 'utf8')) as readonly Case[]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Where we mean to differ: what is refused there is read here. Anything else that differs is a mistake. */
const deviations: Readonly<Record<string, string>> = {
  discard_regex_with_space: 'a blank breaks only its command line',
  aws_account_alias_with_space: 'a blank breaks only its command line',
  path_sp_ace: 'a blank breaks only its command line, and S3 allows it',
  path_bad___2: 'S3 allows the character',
  path_bad___4: 'S3 allows the character',
  path_bad___6: 'S3 allows the character',
  path_bad___8: 'S3 allows the character',
  path_bad_lt_: 'S3 allows the character, and entities are decoded',
  path_bad___10: 'S3 allows the character',
  regions_us_east_1__eu_west_1: 'blanks in lists are tolerated',
  account_id_123456789012__210987654321: 'blanks in lists are tolerated',
  regions_us_gov_west_1: 'regions are judged by their shape, other partitions exist',
  regions_cn_north_1: 'regions are judged by their shape, other partitions exist',
  service_inspector_region_unsupported: 'regions are judged by their shape; services are only reported',
  iam_role_duration_43200: 'AWS allows twelve hours',
  iam_role_duration_without_arn: 'ignored with a warning',
  iam_role_arn_arn_aws_iam: 'left out with a warning, and the source switched off',
  xml_whitespace_name: 'values are trimmed',
  xml_declaration: 'XML declarations are read',
  xml_attribute_space_around_equals: 'blanks around = are read',
  xml_wodle_as_root: 'a block that was pasted alone is read',
}
/** The original uses only the last block; we import all of them. */
const several = ['xml_two_roots_second_wins', 'xml_two_wodles_old_name']

const all = cases()
const byName = all.map((one) => [one.name, one] as const)

describe.runIf(all.length > 0)('the configurations of the original', () => {
  test.each(byName)('%s is taken or refused as there', (name, { xml, valid }) => {
    const isValid = !importOssec(xml).report.some(({ severity }) => severity === 'error')
    expect(isValid).toBe(name in deviations ? !valid : valid)
    if (name in deviations) expect(valid).toBe(false)
  })

  const valid = byName.filter(([name, one]) => one.valid && !several.includes(name))
  test.each(valid)('%s gives the same sources', (_name, { xml, config, invocations }) => {
    const { sources } = importOssec(xml)
    expect(sources).toHaveLength((config?.buckets.length ?? 0) + (config?.subscribers.length ?? 0))
    const theirs = invocations.flatMap(({ parsed }) => (parsed && parsed.service === null ? [theirView(parsed)] : []))
    expect(sources.map(ourView).sort(byText)).toEqual(theirs.sort(byText))
  })

  test.each(several)('%s gives more of them', (name) => {
    const [, one] = byName.find(([each]) => each === name) ?? []
    expect(importOssec(one?.xml ?? '').sources).toHaveLength(2)
  })

  test('deviate only where we say so', () => {
    const names = new Set(byName.map(([name]) => name))
    expect([...Object.keys(deviations), ...several].filter((name) => !names.has(name))).toEqual([])
  })
})

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
const slashed = (folder: string) => (folder === '' || folder.endsWith('/') ? folder : `${folder}/`).replace(/^\/+/, '')

function theirView(parsed: Parsed): object {
  const day = parsed.only_logs_after
  const id = parsed.external_id
  return {
    what: parsed.logBucket ?? parsed.queue,
    path: slashed(parsed.trail_prefix ?? ''),
    pathSuffix: slashed(parsed.trail_suffix ?? ''),
    accounts: parsed.aws_account_id ?? [],
    organizations: parsed.aws_organization_id ? [parsed.aws_organization_id] : [],
    // They come out of a set there.
    regions: (parsed.regions ?? []).toSorted(),
    from: day ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}` : null,
    profile: parsed.aws_profile,
    role: parsed.iam_role_arn,
    // AWS takes external ids of two characters and more.
    externalId: id && id.length > 1 ? id : null,
    duration: parsed.iam_role_arn ? Number(parsed.iam_role_duration ?? 3600) : null,
  }
}

function ourView(source: ReturnType<typeof importOssec>['sources'][number]): object {
  const { credentials, roles } = source.access
  const isBucket = source.kind === 's3-bucket'
  return {
    what: 'queue' in source ? source.queue : isBucket ? source.bucket : null,
    path: isBucket ? source.path : '',
    pathSuffix: isBucket ? source.pathSuffix : '',
    accounts: isBucket ? source.accounts : [],
    organizations: isBucket ? source.organizations : [],
    regions: isBucket ? source.regions.toSorted() : [],
    from: isBucket ? source.from : null,
    profile: credentials.kind === 'profile' ? credentials.profile : null,
    role: roles[0]?.arn ?? null,
    externalId: roles[0]?.externalId ?? null,
    duration: roles[0]?.duration ?? null,
  }
}
