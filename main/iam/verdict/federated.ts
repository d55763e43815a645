import type { Statement, Test } from '../policy/document.ts'
import { namesAction } from '../policy/statement.ts'
import { arnParts, hasWildcard } from '../policy/wildcard.ts'
import { judgeAccount } from './accounts.ts'
import { type Judged, judged } from './classes.ts'
import { judgeOidc } from './oidc.ts'
import type { Surroundings } from './surroundings.ts'
import { gripOf, isKey, livingValues } from './tests.ts'

/** An identity provider that is let in. */
export function judgeFederated(
  name: string,
  statement: Statement,
  tests: readonly Test[],
  around: Surroundings,
): Judged {
  const [, , service, , account = '', rest = ''] = arnParts(name)
  const isSaml = service === 'iam' && rest.startsWith('saml-provider/')
  const needed = isSaml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity'
  if (!namesAction(statement, needed))
    return judged(
      isSaml ? 'saml-dead' : 'oidc-dead',
      'info',
      `${needed} is not among the actions: nobody comes in this way`,
    )
  if (name === '*') return judged('oidc-any', 'critical', 'identities of any provider')
  if (service === 'iam' && around.own !== null && /^\d{12}$/.test(account) && account !== around.own)
    return {
      ...judgeAccount(account, null, false, around),
      why: `the identity provider is an object of account ${account}: its owner says who comes in`,
    }
  if (isSaml) return judgeSaml(tests)
  const address = rest.startsWith('oidc-provider/') ? rest.slice('oidc-provider/'.length) : name
  return /^cognito-identity\.(?:amazonaws|us-gov)/.test(address)
    ? judgeCognito(address, tests)
    : judgeOidc(address, tests)
}

function judgeSaml(tests: readonly Test[]): Judged {
  const asks = tests.some(
    (test) =>
      gripOf(test) === 'firm' && isKey(test, 'saml:aud') && livingValues(test).every((value) => !/^[*?]*$/.test(value)),
  )
  return asks
    ? judged('saml', 'info', 'identities of a SAML provider of the own account')
    : judged('saml-no-aud', 'medium', 'SAML:aud is not asked for: assertions made for somebody else are taken too')
}

/** Identity pools are told by their id in aud, and what they give to visitors without a login by amr. */
function judgeCognito(address: string, tests: readonly Test[]): Judged {
  const binds = (test: Test, claim: string) => isKey(test, `${address}:${claim}`)
  const pool = tests.find(
    (test) => gripOf(test) === 'firm' && binds(test, 'aud') && livingValues(test).every((value) => !hasWildcard(value)),
  )
  if (pool === undefined)
    return judged('cognito-any-pool', 'critical', 'any identity pool of any account: aud does not say which')
  if (livingValues(pool).length === 0)
    return judged('oidc-dead', 'info', 'aud takes a wildcard for a character: no pool fits')
  const ways = tests.filter((test) => binds(test, 'amr') && gripOf(test) !== 'not')
  const firm = ways.filter((test) => gripOf(test) === 'firm')
  const allows = (word: string) => firm.some((test) => test.values.some((value) => fits(value, word)))
  if (firm.length > 0 && allows('unauthenticated'))
    return judged('cognito-unauthenticated', 'high', 'visitors without a login, so anyone on the internet')
  if (firm.length === 0)
    return judged(
      'cognito-unauthenticated-possible',
      'medium',
      'amr is not asked for: where the pool allows visitors without a login, they come in',
    )
  return judged('cognito-authenticated', 'info', `identities that pool ${pool.values.join(', ')} has authenticated`)
}

function fits(value: string, word: string): boolean {
  return (
    value === word ||
    (/[*?]/.test(value) &&
      new RegExp(
        `^${value
          .replace(/[^\w*?]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      ).test(word))
  )
}
