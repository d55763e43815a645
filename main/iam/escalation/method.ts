/** One known way to more rights, from assets/escalation-methods.json. */
export interface Method {
  readonly id: string
  /** self: own policies. princ: another identity. pass: a role through a service. exist: a resource that has a role. The others expose or guard. use: the last step to a resource that was asked for, which is no method of the catalogue. */
  readonly class: 'self' | 'princ' | 'pass' | 'exist' | 'cred' | 'guard' | 'org' | 'expose' | 'fed' | 'use'
  /** All of them are needed; of an inner list one is enough. */
  readonly actions: readonly (readonly string[])[]
  readonly target?: string
  /** Services that the role has to trust; fed: an identity provider. */
  readonly services?: readonly string[]
  /** What has to exist. */
  readonly needs?: string
  readonly sources: readonly string[]
  readonly year: number
}

export function readMethods(text: string): readonly Method[] {
  return JSON.parse(text) as readonly Method[]
}
