import { type IamSeverity, iamSeverities } from '../../../../shared/iam.ts'

/** A severity as another tool writes it. */
export function severityWord(word: string): IamSeverity {
  const text = word.toLowerCase()
  if (text === 'fatal') return 'critical'
  return iamSeverities.find((each) => each === text) ?? 'info'
}
