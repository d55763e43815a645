import type { Handlers } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { Signal } from '../shared/signal.ts'
import { byArn } from './iam/ability.ts'
import type { View } from './iam/checks/check.ts'
import { actionOf } from './iam/event-actions.ts'
import { grantedAndUsed } from './iam/granted.ts'
import { identitiesOf } from './iam/identities.ts'
import { identityPage, isOf } from './iam/identity-page.ts'
import { leastPrivilege } from './iam/least-privilege.ts'
import type { Principal } from './iam/model/inventory.ts'
import { permissionsOf } from './iam/permissions.ts'
import { reachOf } from './iam/reach.ts'
import { diff } from './iam/replay/diff.ts'
import { inTurns } from './iam/turns.ts'
import type { IamCase, Then } from './iam-case.ts'
import { kept } from './iam-kept.ts'
import { checked } from './iam-of-case.ts'
import { type Meant, meant } from './iam-session.ts'
import type { CaseFile } from './store/case-file.ts'
import { touchedBy } from './store/read/touched.ts'
import { logDays } from './store/read/used-actions.ts'

type Methods = 'iamIdentities' | 'iamIdentity' | 'iamPermissions' | 'iamDiff' | 'iamUsed' | 'iamReach'

/** How the engine answers about single identities: what they were, may do, did, and reach, at any time. */
export function identityHandlers(file: CaseFile, identities: IamCase): Pick<Handlers<'case'>, Methods> {
  const { db } = file
  const permissionsAt = async (world: View, principal: Principal, signal: Signal) => {
    const usage = await identities.usage(signal)
    const ask = (end: Signal) => inTurns(permissionsOf(world, usage, principal), end)
    return kept(world, `permissions ${principal.arn}`, ask, signal)
  }

  return {
    iamIdentities: async (when, signal) => {
      const { world, basis } = await identities.at(when, signal)
      const list = await inTurns(identitiesOf(world, await identities.usage(signal)), signal)
      return { ...basis, identities: list, logs: await logDays(db, signal) }
    },
    iamIdentity: async ({ principal, ...when }, signal) => {
      const then = await identities.at(when, signal)
      const usage = await identities.usage(signal)
      const { arn, world, session } = await meant(file, then, principal, signal)
      const { findings } = await checked(then.world, usage, signal)
      const page = identityPage(world, usage, { history: then.past.history, state: then.state }, arn, findings)
      return { ...then.basis, ...page, session, logs: await logDays(db, signal) }
    },
    iamPermissions: async ({ principal, search, offset, limit, ...when }, signal) => {
      const then = await identities.at(when, signal)
      const who = await meant(file, then, principal, signal)
      const all = await permissionsAt(who.world, known(then, who), signal)
      const text = search.toLowerCase()
      const found = all.filter(({ action }) => action.toLowerCase().includes(text))
      return { total: found.length, rows: found.slice(offset, offset + limit) }
    },
    iamDiff: async ({ from, to, principal, taken }, signal) => {
      if (Date.parse(from) > Date.parse(to))
        throw new Problem('bad-input', `${from} is after ${to}: give the earlier time first`)
      const then = await identities.at({ at: to, taken }, signal)
      const about = principal === null ? () => true : isOf((await meant(file, then, principal, signal)).arn)
      const changes = diff(then.past.history, Date.parse(from), Date.parse(to), about)
      const isBetween = ({ time }: { readonly time: string }) => time > from && time <= to
      return { ...then.basis, notReplayed: then.basis.notReplayed.filter(isBetween), from, to, changes }
    },
    iamUsed: async ({ principal, ...when }, signal) => {
      const then = await identities.at(when, signal)
      const usage = await identities.usage(signal)
      const who = await meant(file, then, principal, signal)
      const found = known(then, who)
      const { actions } = then.world
      const granted = grantedAndUsed(actions, await permissionsAt(who.world, found, signal), usage.all(found.arn))
      const touched = new Map<string, Set<string>>()
      for (const { service, action, target } of await touchedBy(db, found.arn, signal)) {
        const key = actionOf(service, action)
        touched.set(key, (touched.get(key) ?? new Set()).add(target))
      }
      return {
        ...then.basis,
        principal: found.arn,
        ...granted,
        leastPrivilege: leastPrivilege(actions, granted.used, touched),
        logs: await logDays(db, signal),
      }
    },
    iamReach: async ({ principal, most, ...when }, signal) => {
      const then = await identities.at(when, signal)
      const who = await meant(file, then, principal, signal)
      const found = known(then, who)
      const usage = await identities.usage(signal)
      const ask = (end: Signal) => inTurns(reachOf(who.world, identities.methods(), usage, found, most), end)
      const reach = await kept(who.world, `reach ${most} ${found.arn}`, ask, signal)
      return { ...then.basis, principal: found.arn, ...reach, logs: await logDays(db, signal) }
    },
  }
}

function known(then: Then, { arn }: Meant): Principal {
  const principal = byArn(then.world.inventory).get(arn)
  if (principal === undefined)
    throw new Problem(
      'not-found',
      `there is no ${arn} in the evidence${then.basis.at === null ? '' : ` at ${then.basis.at}`}`,
    )
  return principal
}
