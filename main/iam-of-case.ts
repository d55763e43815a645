import type { Handlers } from '../shared/api.ts'
import type { Signal } from '../shared/signal.ts'
import type { View } from './iam/checks/check.ts'
import { runChecks } from './iam/checks/run.ts'
import { escalationReport } from './iam/escalation/report.ts'
import { findPolicy } from './iam/model/find-policy.ts'
import { inTurns, type Work } from './iam/turns.ts'
import type { Usage } from './iam/usage.ts'
import { whoCan } from './iam/who-can.ts'
import type { IamCase } from './iam-case.ts'
import { kept } from './iam-kept.ts'
import type { CaseFile } from './store/case-file.ts'
import { logDays } from './store/read/used-actions.ts'

/** How the engine answers what is weak, where it leads, and who may do what. */
export function iamHandlers(
  file: CaseFile,
  identities: IamCase,
): Pick<Handlers<'case'>, 'iamCheck' | 'iamPaths' | 'iamPolicy' | 'iamWhoCan'> {
  return {
    iamWhoCan: async ({ action, resource, at }, signal) =>
      inTurns(whoCan((await identities.at({ at }, signal)).world, action, resource), signal),
    iamPolicy: async ({ policy, holder, at }, signal) =>
      findPolicy((await identities.at({ at }, signal)).world.inventory, { policy, holder }),
    iamPaths: async ({ to, at }, signal) => {
      const { world, asOf } = await identities.at({ at }, signal)
      const object = /^arn:aws[\w-]*:s3:::([^/]+\/.+)$/s.exec(to ?? '')?.[1]
      const usage = await identities.usage(signal, object)
      const report = await kept(
        world,
        `paths ${to}`,
        (end) => inTurns(escalationReport(world, identities.methods(), usage, to), end),
        signal,
      )
      return {
        ...report,
        asOf,
        principals: world.inventory.principals.length,
        logs: await logDays(file.db, signal),
        remarks: [...report.remarks, ...world.inventory.remarks],
      }
    },
    iamCheck: async ({ at }, signal) => {
      const { world, asOf } = await identities.at({ at }, signal)
      const usage = await identities.usage(signal)
      const found = await checked(world, usage, signal)
      return { ...found, asOf, logs: await logDays(file.db, signal), remarks: world.inventory.remarks }
    },
  }
}

type Checked = ReturnType<typeof runChecks> extends Work<infer T> ? T : never

/** What the checks find, once a state of the evidence. */
export function checked(world: View, usage: Usage, signal: Signal): Promise<Checked> {
  return kept(world, 'checks', (end) => inTurns(runChecks({ ...world, usage }), end), signal)
}
