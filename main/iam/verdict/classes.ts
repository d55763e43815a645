import { type IamSeverity, iamSeverities } from '../../../shared/iam.ts'

export type Severity = IamSeverity

/** What a policy lets in, in one word, how bad that is and why. */
export interface Judged {
  readonly verdict: string
  readonly severity: Severity
  readonly why: string
}

export function judged(verdict: string, severity: Severity, why: string): Judged {
  return { verdict, severity, why }
}

/** The worst of several; of equals the first. */
export function worst<T extends Judged>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((sum, each) => (sum === undefined || rank(each) < rank(sum) ? each : sum), undefined)
}

/** The least bad of several; of equals the first. */
export function mildest<T extends Judged>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>((sum, each) => (sum === undefined || rank(each) > rank(sum) ? each : sum), undefined)
}

function rank({ severity }: Judged): number {
  return iamSeverities.indexOf(severity)
}
