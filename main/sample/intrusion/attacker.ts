import * as cast from '../cast.ts'
import { accounts, agents } from '../cast.ts'

/** Whom the attacker acts as, one after the other, and from where. */
export const ci = cast.iamUser(accounts.staging, 'ci-deploy', cast.keys.ciDeploy)
export const backup = cast.iamUser(accounts.staging, 'svc-backup', cast.keys.stolen)
export const [first = '', second = '', third = ''] = cast.attackerAddresses
export const operatorKey = 'ASIAEXAMPLEOPERATOR7'

export function operator(began: number, from: string) {
  const by = cast.session(accounts.prod, 'BackupOperator', 'nightly-2', operatorKey, began)
  return { by, account: accounts.prod, from, agent: agents.kali }
}

export function support() {
  return {
    by: cast.iamUser(accounts.prod, 'aws-support-sync', cast.keys.support),
    account: accounts.prod,
    from: second,
    agent: agents.kali,
  }
}
