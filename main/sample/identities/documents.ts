/** A policy document of these statements. */
export function document(...Statement: readonly object[]) {
  return { Version: '2012-10-17', Statement }
}

export function allow(Action: string | readonly string[], Resource: string | readonly string[] = '*') {
  return { Effect: 'Allow', Action, Resource }
}

/** A trust policy for a service. */
export function forService(service: string) {
  return document({ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' })
}

/** A trust policy for identities of AWS. */
export function forAws(...arns: readonly string[]) {
  return document({ Effect: 'Allow', Principal: { AWS: arns.length === 1 ? arns[0] : arns }, Action: 'sts:AssumeRole' })
}
