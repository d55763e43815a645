import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Ours } from '../shared/case.ts'
import type { ExternalFinding } from '../shared/iam.ts'
import type { IamBasis } from '../shared/iam-state.ts'
import { Problem } from '../shared/problem.ts'
import type { Signal } from '../shared/signal.ts'
import { root } from './entry.ts'
import { type Actions, readActionFacts } from './iam/actions.ts'
import type { View } from './iam/checks/check.ts'
import { type Method, readMethods } from './iam/escalation/method.ts'
import { buildInventory, type Source } from './iam/model/build.ts'
import { inForce } from './iam/model/in-force.ts'
import { type ManagedPolicies, readManagedPolicies } from './iam/model/managed-policies.ts'
import type { Past } from './iam/replay/evidence.ts'
import { arnOf, type State } from './iam/replay/state.ts'
import { type Usage, usageOf } from './iam/usage.ts'
import { configuredAt, pastOfCase } from './iam-past.ts'
import type { CaseFile } from './store/case-file.ts'
import { newestEvent } from './store/read/newest-event.ts'
import { postureFindings } from './store/read/posture-findings.ts'
import { assumptions, usedActions } from './store/read/used-actions.ts'

/** Identities of a case at one time. */
export interface Then {
  readonly world: View
  readonly past: Past
  readonly state: State
  readonly basis: IamBasis
  /** The time that the state is of and everything is judged at; null where nothing has one, and it is judged by today. */
  readonly asOf: string | null
}

/** When to look, and when evidence without a date of its own was taken. */
export interface When {
  readonly at: string | null
  readonly taken?: string | null
}

/** What the case knows of identities, built from its evidence and logs, and again when they changed. */
export interface IamCase {
  at(when: When, signal: Signal): Promise<Then>
  /** `object`: bucket/key of an object in S3 that is asked for; else calls on objects count for their bucket. */
  usage(signal: Signal, object?: string): Promise<Usage>
  methods(): readonly Method[]
}

export function iamCase(file: CaseFile): IamCase {
  let past: { readonly key: string; readonly past: Promise<Past> } | null = null
  let built: { readonly key: string; readonly value: Then } | null = null
  let calls: { readonly version: number; readonly usage: Promise<Usage> } | null = null

  return {
    methods: escalationMethods,
    usage(signal, object) {
      if (object !== undefined) return usageIn(file, object, signal)
      if (calls?.version !== file.dataVersion) {
        const usage = usageIn(file, null, signal)
        calls = { version: file.dataVersion, usage }
        usage.catch(() => {
          calls = null
        })
      }
      return calls.usage
    },
    async at({ at, taken = null }, signal) {
      const key = JSON.stringify([file.dataVersion, taken])
      if (past?.key !== key) {
        const reading = pastOfCase(file, taken, signal)
        past = { key, past: reading }
        reading.catch(() => {
          past = null
        })
      }
      const known = await past.past
      const { ours } = await file.info()
      const whole = JSON.stringify([key, at, ours.accounts])
      if (built?.key !== whole) {
        const configured = await configuredAt(file, at, signal)
        const asOf = at ?? newestOf(known, await newestEvent(file.db, signal))
        const value = thenOf(known, at, asOf, ours.accounts, configured, await postureFindings(file.db, signal))
        built = { key: whole, value }
      }
      return built.value
    },
  }
}

async function usageIn({ db }: CaseFile, object: string | null, signal: Signal): Promise<Usage> {
  return usageOf(await usedActions(db, object, signal), await assumptions(db, signal))
}

function thenOf(
  past: Past,
  at: string | null,
  asOf: string | null,
  accounts: Ours['accounts'],
  configured: Source | null,
  external: readonly ExternalFinding[],
): Then {
  const time = at === null ? Number.POSITIVE_INFINITY : Date.parse(at)
  const { state, sources } = past.at(time)
  const built = buildInventory(configured === null ? sources : [...sources, configured], managedPolicies())
  const inventory = at === null ? built : inForce(built, managedPolicies(), at)
  const { history } = past
  const remarks = [...past.remarks, ...inventory.remarks]
  const between = history.events.filter((event) => isBetween(past, Date.parse(event.time), time))
  return {
    world: {
      inventory: { ...inventory, remarks, external: [...inventory.external, ...external] },
      actions: actionFacts(),
      // Ages, last use and conditions on the date: the same numbers months later.
      at: asOf ?? new Date().toISOString(),
      ours: accounts.filter(({ partner }) => !partner).map(({ id }) => id),
      partners: Object.fromEntries(accounts.filter(({ partner }) => partner).map(({ id, name }) => [id, name || id])),
    },
    past,
    state,
    asOf,
    basis: {
      at,
      snapshots: history.snapshots.map(({ account, uri, takenAt, because }) => ({ account, uri, takenAt, because })),
      replayed:
        between.length - history.notReplayed.filter((event) => isBetween(past, Date.parse(event.time), time)).length,
      notReplayed: history.notReplayed,
      unknown: state.unknown,
      remarks,
    },
  }
}

/** When the newest picture was taken, or the newest event happened. */
function newestOf({ history }: Past, event: string | null): string | null {
  const times = [...history.snapshots.map(({ takenAt }) => takenAt), ...(event === null ? [] : [event])]
  return times.length === 0
    ? null
    : new Date(times.reduce((most, time) => Math.max(most, Date.parse(time)), 0)).toISOString()
}

/** Whether a call lies between a snapshot and the time that is asked for, so that it counts. */
function isBetween({ history }: Past, event: number, time: number): boolean {
  const { snapshots } = history
  if (snapshots.length === 0) return event <= time
  return snapshots.some(
    (snapshot) => (event > snapshot.time && event <= time) || (event <= snapshot.time && event > time),
  )
}

/** The ARN that a person means by an ARN, the id of an access key, or a name. Throws Problem where nothing or too much is meant. */
export function principalMeant({ world, state, past }: Then, text: string): string {
  if (text.startsWith('arn:')) return text
  const owners = [...past.history.tracks.values()].filter(({ slot }) => slot.facet === 'key' && slot.item === text)
  const users = owners.map(({ slot }) => `arn:aws:iam::${slot.account}:user/${slot.name}`)
  const inModel = world.inventory.principals
    .filter(({ name, id }) => name === text || id === text)
    .map(({ arn }) => arn)
  const inState = state.things
    .filter(({ entity, about }) => /^(?:user|role)$/.test(entity.kind) && (entity.name === text || about.id === text))
    .map(arnOf)
  const meant = new Set([...users.map((arn) => withPath(state, arn)), ...inModel, ...inState])
  const [only] = meant
  if (only === undefined)
    throw new Problem(
      'not-found',
      `no user or role is called '${text.slice(0, 200)}', and no such key was seen: give its ARN`,
    )
  if (meant.size > 1)
    throw new Problem(
      'bad-input',
      `'${text.slice(0, 200)}' may be ${[...meant].slice(0, 5).join(' or ')}: give the ARN`,
    )
  return only
}

/** Owners of keys are known by their names; their ARNs may have a path. */
function withPath({ things }: State, arn: string): string {
  const [, , , , account, rest = ''] = arn.split(':')
  const name = rest.slice(rest.lastIndexOf('/') + 1)
  const thing = things.find(
    ({ entity }) => entity.kind === 'user' && entity.account === account && entity.name === name,
  )
  return thing === undefined ? arn : arnOf(thing)
}

let facts: Actions | undefined
let managed: ManagedPolicies | undefined
let methods: readonly Method[] | undefined

function actionFacts(): Actions {
  facts ??= readActionFacts(readFileSync(join(root, 'assets', 'iam-actions.json'), 'utf8'))
  return facts
}

/** Lines are looked up in the inflated bytes: 32 MB, and a tenth of a second. */
export function managedPolicies(): ManagedPolicies {
  managed ??= readManagedPolicies(brotliDecompressSync(readFileSync(join(root, 'assets', 'managed-policies.br'))))
  return managed
}

function escalationMethods(): readonly Method[] {
  methods ??= readMethods(readFileSync(join(root, 'assets', 'escalation-methods.json'), 'utf8'))
  return methods
}
