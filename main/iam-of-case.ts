import type { Handlers } from '../shared/api.ts'
import { runChecks } from './iam/checks/run.ts'
import { escalationReport } from './iam/escalation/report.ts'
import { findPolicy } from './iam/model/find-policy.ts'
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
      whoCan((await identities.at({ at }, signal)).world, action, resource),
    iamPolicy: async ({ policy, holder, at }, signal) =>
      findPolicy((await identities.at({ at }, signal)).world.inventory, { policy, holder }),
    iamPaths: async ({ to, at }, signal) => {
      const { world } = await identities.at({ at }, signal)
      const object = /^arn:aws[\w-]*:s3:::([^/]+\/.+)$/s.exec(to ?? '')?.[1]
      const usage = await identities.usage(signal, object)
      const report = await kept(world, `paths ${to}`, () =>
        escalationReport(world, identities.methods(), usage, to, signal),
      )
      return {
        ...report,
        principals: world.inventory.principals.length,
        logs: await logDays(file.db, signal),
        remarks: [...report.remarks, ...world.inventory.remarks],
      }
    },
    iamCheck: async ({ at }, signal) => {
      const { world } = await identities.at({ at }, signal)
      const usage = await identities.usage(signal)
      const found = await kept(world, 'checks', () => runChecks({ ...world, usage }, signal))
      return { ...found, logs: await logDays(file.db, signal), remarks: world.inventory.remarks }
    },
  }
}
