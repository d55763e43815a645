import type { PolicyDocument, Statement } from './contract.ts'

/** What a request brings along that conditions may ask for: `s3:prefix`, `sts:ExternalId`, …. */
export type Context = Readonly<Record<string, string | undefined>>

/** Whether an identity's policy allows an action on a resource. No policy at all is the test's own user: everything. */
export function allows(
  policy: PolicyDocument | null,
  action: string,
  resource: string,
  context: Context = {},
): boolean {
  if (policy === null) return true
  const says = policy.Statement.filter(
    (one) => concerns(one.Action, action, true) && concerns(one.Resource ?? [], resource, false) && holds(one, context),
  )
  return says.some((one) => one.Effect === 'Allow') && !says.some((one) => one.Effect === 'Deny')
}

/** Whether a role's trust policy lets a principal in. */
export function trusts(trust: PolicyDocument, action: string, principal: string, context: Context): boolean {
  const account = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(principal)?.[1]
  const names = new Set(['*', principal, account, principal.replace(/^(arn:[^:]*):.*$/, `$1:iam::${account}:root`)])
  const says = trust.Statement.filter((one) => {
    const named = one.Principal === '*' ? ['*'] : Object.values(one.Principal ?? {}).flatMap((value) => list(value))
    return named.some((name) => names.has(name)) && concerns(one.Action, action, true) && holds(one, context)
  })
  return says.some((one) => one.Effect === 'Allow') && !says.some((one) => one.Effect === 'Deny')
}

/** `*` and `?` as IAM reads them; `${*}` is the star itself. */
export function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern.replace(/\$\{[$*?]\}|[.+^${}()|[\]\\*?]/g, (sign) =>
    sign.length > 1 ? `\\${sign[2]}` : ({ '*': '.*', '?': '.' }[sign] ?? `\\${sign}`),
  )
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text)
}

function concerns(patterns: string | readonly string[], text: string, ignoreCase: boolean): boolean {
  return list(patterns).some((pattern) => matches(pattern, text, ignoreCase))
}

function holds(statement: Statement, context: Context): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => compare(operator, context[key], list(values))),
  )
}

function compare(operator: string, actual: string | undefined, values: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'ArnEquals':
      return actual !== undefined && values.includes(actual)
    case 'StringLike':
    case 'ArnLike':
      return actual !== undefined && values.some((value) => matches(value, actual))
    case 'Bool':
      return values.includes(actual ?? 'false')
    default:
      throw new Error(`the condition operator "${operator}" is unknown to the AWS of the tests: teach it in policy.ts`)
  }
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value)
