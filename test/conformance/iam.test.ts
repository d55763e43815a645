import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { World } from '../../main/iam/ability.ts'
import { readActionFacts } from '../../main/iam/actions.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'
import { escalations } from '../../main/iam/escalation/paths.ts'
import { buildInventory } from '../../main/iam/model/build.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { inTurns } from '../../main/iam/turns.ts'
import { judgePolicy } from '../../main/iam/verdict/judge-policy.ts'
import { kindOf } from '../../main/iam/verdict/kinds.ts'
import { readSurroundings } from '../../main/iam/verdict/surroundings.ts'

/** Accounts and policies that others have labelled; found as the samples of whole-case.test.ts are. */
const root = resolve(import.meta.dirname, '..', '..')
const archive = join(resolve(root, process.env.COLDTRAIL_SHARED ?? '../shared'), 'data', 'iam.tar.gz')
const isThere = existsSync(archive)
if (!isThere) console.warn(`skipped: no labelled accounts, ${archive} is not there`)
const folder = mkdtempSync(join(tmpdir(), 'coldtrail-iam-'))
if (isThere) execFileSync('tar', ['-xzf', archive, '-C', folder, '--strip-components=1'])
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), 'utf8')
const asset = (name: string) => readFileSync(join(root, 'assets', name), 'utf8')

interface Labels {
  readonly effective_admin: readonly string[]
  readonly self_escalation: readonly string[]
  readonly path_to_admin: Readonly<Record<string, readonly string[]>>
  readonly existing_resource_potential: readonly string[]
  readonly pass_role_latent_no_trusting_role?: readonly string[]
  readonly must_flag: readonly string[]
  readonly must_not_flag: readonly string[]
}

describe.runIf(isThere)('labelled accounts', () => {
  const expected = isThere ? JSON.parse(read('expected.json')) : {}
  const actions = readActionFacts(asset('iam-actions.json'))
  // Labels are of the methods that were known when they were made.
  const labelled = isThere
    ? new Set(JSON.parse(read('privesc-catalogue.json')).map(({ id }: { id: string }) => id))
    : null
  const methods = readMethods(asset('escalation-methods.json')).filter(({ id }) => labelled?.has(id))
  const found = async (file: string, target: string | null = null) => {
    const inventory = buildInventory([{ name: file, format: 'iam-authorization-details', text: read('gaad', file) }])
    const world: World = { inventory, actions, at: '2026-11-01T00:00:00Z' }
    return { inventory, ...(await inTurns(escalations(world, methods, target))) }
  }

  test.each(['iam-vulnerable-2025', 'cs-authz-details'])(
    'it finds in %s what its authors labelled, and nothing in its traps',
    async (name) => {
      const labels = expected[name] as Labels
      const { admins, steps, paths } = await found(`${name}.json`)
      const named = (of: string) =>
        steps.filter(({ method }) => method.class === of).map(({ from, method }) => `${from.arn} :: ${method.id}`)
      const starts = [
        ...Object.keys(labels.path_to_admin),
        ...labels.self_escalation.map((each) => each.split(' :: ')[0]),
      ]
      expect({
        admins: sorted(admins.map(({ arn }) => arn)),
        self: sorted(named('self')),
        paths: sorted(paths.map(({ from }) => from.arn)),
        potential: sorted(named('exist')),
        trapped: steps.filter(({ from }) => labels.must_not_flag.includes(from.arn)),
        missed: labels.must_flag.filter((arn) => !paths.some(({ from }) => from.arn === arn)),
      }).toEqual({
        admins: sorted(labels.effective_admin),
        self: sorted(labels.self_escalation),
        paths: sorted(starts),
        potential: sorted(labels.existing_resource_potential),
        trapped: [],
        missed: [],
      })
      const latent = steps
        .filter(({ value }) => value === 'latent')
        .map(({ from, method }) => `${from.arn} :: ${method.id}`)
      if (labels.pass_role_latent_no_trusting_role)
        expect(sorted(latent)).toEqual(sorted(labels.pass_role_latent_no_trusting_role))
    },
  )

  test('it flags the starting principal of every lab', async () => {
    const labs = expected.labs as Record<string, { readonly file: string; readonly start: readonly string[] }>
    const missed: string[] = []
    for (const [name, { file, start }] of Object.entries(labs)) {
      const { steps, inventory } = await found(file)
      const known = inventory.principals.filter((each) => start.includes(each.name))
      // One lab begins on an instance: its role has another name in each account.
      const begins = known.length > 0 ? known : inventory.principals.filter((each) => each.instanceProfiles.length > 0)
      if (!steps.some(({ from }) => begins.includes(from))) missed.push(name)
    }
    expect(missed).toEqual([])
  })

  test('it finds who reaches the bucket of a lab, and the identity before it', async () => {
    type Lab = {
      readonly file: string
      readonly start: readonly string[]
      readonly target: string
      readonly category: string
    }
    // What runs on an instance is not in these accounts.
    const labs = (Object.values(expected.labs) as readonly Lab[]).filter(
      ({ target, category }) => target === 'to-bucket' && category !== 'existing-passrole',
    )
    expect(labs.length).toBeGreaterThan(4)
    for (const { file, start } of labs) {
      const [bucket = ''] = /arn:aws:s3:::[\w-]+/.exec(read('gaad', file)) ?? []
      const { paths } = await found(file, bucket)
      const way = paths.find(({ from }) => start.includes(from.name))
      expect(way?.steps.at(-1)?.resource, file).toBe(bucket)
      const before = way?.steps.at(-2)?.to?.arn
      if (before === undefined) continue
      const onward = await found(file, before)
      expect(onward.paths.map(({ from }) => from.name)).toEqual(expect.arrayContaining([...start]))
    }
  })

  test('it judges every labelled policy as its label says', () => {
    const { context, cases } = JSON.parse(read('trust-cases.json'))
    const wrong = cases.flatMap(
      (each: {
        id: string
        kind: string
        doc: unknown
        expect: string
        severity: string
        resource?: string
        context?: object
      }) => {
        const around = readSurroundings({ ...context, ...each.context, resource: each.resource })
        const { verdict, severity } = judgePolicy(readDocument(each.doc), kindOf(each.kind) ?? 'other', around)
        return verdict === each.expect && severity === each.severity ? [] : [`${each.id}: ${verdict} ${severity}`]
      },
    )
    expect(wrong).toEqual([])
  })
})

function sorted(all: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return [...new Set(all)].sort()
}
