import type { IamFinding } from '../../shared/iam.ts'
import type { IamCredential, IamIdentityPage } from '../../shared/iam-state.ts'
import { byArn } from './ability.ts'
import type { View } from './checks/check.ts'
import { identityOf } from './identities.ts'
import type { Principal } from './model/inventory.ts'
import { linesOf, printed } from './policy/printed.ts'
import { policyTexts } from './policy-text.ts'
import { diff } from './replay/diff.ts'
import type { History } from './replay/history.ts'
import type { Entity } from './replay/slot.ts'
import { arnOf, type State, type Thing } from './replay/state.ts'
import type { Usage } from './usage.ts'
import { aroundOf } from './verdict/around.ts'
import { judgePolicy } from './verdict/judge-policy.ts'

type Page = Pick<
  IamIdentityPage,
  'identity' | 'policies' | 'trust' | 'credentials' | 'tags' | 'instanceProfiles' | 'activity' | 'history'
>

/** Everything about one identity in a state. `findings`: those of the same state, for marks. */
export function identityPage(
  world: View,
  usage: Usage,
  past: { readonly history: History; readonly state: State },
  arn: string,
  findings: readonly IamFinding[],
): Page {
  const principal = byArn(world.inventory).get(arn)
  const thing = past.state.things.find((each) => arnOf(each) === arn)
  return {
    identity:
      principal === undefined
        ? null
        : identityOf(
            world,
            usage,
            principal,
            world.inventory.credentials.find((row) => row.arn === arn),
          ),
    policies: principal === undefined ? [] : policyTexts(principal, findings),
    trust: principal?.kind === 'role' ? trustOf(world, principal) : null,
    credentials: thing === undefined ? [] : credentialsOf(thing),
    tags: principal?.tags ?? {},
    instanceProfiles: principal?.instanceProfiles ?? [],
    activity: [...usage.all(arn)]
      .map(([action, used]) => ({ action: world.actions.get(action)?.name ?? action, ...used }))
      .sort((a, b) => b.count - a.count),
    history: diff(past.history, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, isOf(arn)),
  }
}

/** Whether a thing of the replay is the one with this ARN: by kind, account and name, whatever its path. */
export function isOf(arn: string): (entity: Entity) => boolean {
  const [, , , , account = '', rest = ''] = arn.split(':')
  const kind = rest.slice(0, rest.indexOf('/'))
  const name = rest.slice(rest.lastIndexOf('/') + 1)
  return (entity) => entity.name === arn || (entity.kind === kind && entity.account === account && entity.name === name)
}

function trustOf(world: View, { trust, arn, account }: Principal): IamIdentityPage['trust'] {
  if (trust === null) return { text: null, verdict: null }
  const judged = judgePolicy(trust, 'trust', aroundOf(world, account, arn))
  const statements = judged.statements.map((each) => ({ ...each, line: linesOf(trust, each.index)?.[0] ?? null }))
  return { text: printed(trust), verdict: { ...judged, statements } }
}

function credentialsOf(thing: Thing): readonly IamCredential[] {
  const items = (facet: string) => [...(thing.facets.get(facet) ?? [])]
  const made = thing.facets.get('key-made')
  const switched = (kind: IamCredential['kind']) =>
    items(kind).map(([id, status]): IamCredential => {
      const at = made?.get(id)
      return {
        kind,
        id,
        isActive: typeof status === 'string' ? status === 'Active' : null,
        createdAt: kind === 'key' && typeof at === 'string' && at !== '' ? at : null,
        usedAt: null,
      }
    })
  const plain = (kind: 'password' | 'mfa') =>
    items(kind).map(([id, at]): IamCredential => {
      const createdAt = kind === 'password' && typeof at === 'string' && at !== '' ? at : null
      return { kind, id, isActive: null, createdAt, usedAt: null }
    })
  return [
    ...switched('key'),
    ...plain('password'),
    ...plain('mfa'),
    ...switched('ssh-key'),
    ...switched('certificate'),
    ...switched('service-credential'),
  ]
}
