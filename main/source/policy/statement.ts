/** A statement of an IAM policy, in the order in which people read one. */
export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow'
  readonly Principal?: Readonly<Record<string, string>>
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

export function policyJson(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)
}

/** One stands alone, as AWS writes it. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] as string) : values
}

/**
 * Text as itself inside of a resource or a pattern: what IAM would read as a wildcard or a variable is written as one of
 * its own. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function literally(text: string): string {
  return text.replace(/[$*?]/g, (sign) => `\${${sign}}`)
}
