import { type Judged, judged, type Severity } from './classes.ts'
import { type Surroundings, whose } from './surroundings.ts'

/** An account that is let in. `principal`: the one user or role of it; `hasSecret`: it has to say an external id. */
export function judgeAccount(
  account: string,
  principal: string | null,
  hasSecret: boolean,
  around: Surroundings,
  external: Severity = 'high',
): Judged {
  switch (whose(account, around)) {
    case 'own':
      return principal === null
        ? judged('own-account-delegated', 'info', 'the own account decides with its identity policies')
        : judged('single-principal', 'info', `only ${principal}`)
    case 'management':
      return judged('org-management', 'low', `${account} is the management account of the organization`)
    case 'member':
      return judged('org-account', 'low', `${account} is an account of the organization`)
    case 'vendor': {
      const name = around.vendors[account]
      return hasSecret
        ? judged('vendor', 'info', `${name}, with an external id`)
        : judged(
            'vendor-confused-deputy',
            'medium',
            `${name} without an external id: its other customers could have it call here`,
          )
    }
    case 'unknown':
      return hasSecret
        ? judged(
            'external-unknown',
            external === 'critical' ? external : 'medium',
            `account ${account} is not known to the case; an external id only stops confused deputies`,
          )
        : judged('external-unknown', external, `account ${account} is not known to the case`)
  }
}
