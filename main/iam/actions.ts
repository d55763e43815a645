/** What the Service Authorization Reference says of an action. */
export interface ActionFacts {
  /** As it is written: iam:PassRole. */
  readonly name: string
  readonly level: 'read' | 'list' | 'write' | 'permissions' | 'tagging'
  /** It acts on no resource: only `*` as Resource allows it. */
  readonly isWildcardOnly: boolean
  /** Resource control policies reach its service. */
  readonly isUnderRcp: boolean
}

/** Every IAM action that is known, by its name in lower case: iam:passrole. */
export type Actions = ReadonlyMap<string, ActionFacts>

const levels = { R: 'read', L: 'list', W: 'write', P: 'permissions', T: 'tagging' } as const

/** Reads assets/iam-actions.json, which scripts/iam-actions.mjs writes. */
export function readActionFacts(text: string): Actions {
  const { services, rcp } = JSON.parse(text) as {
    services: Record<string, Partial<Record<keyof typeof levels, string>>>
    rcp: readonly string[]
  }
  const actions = new Map<string, ActionFacts>()
  const reached = new Set(rcp)
  for (const [service, byLevel] of Object.entries(services)) {
    for (const [level, names] of Object.entries(byLevel)) {
      for (const name of names.split(' ')) {
        const isWildcardOnly = name.endsWith('*')
        const full = `${service}:${isWildcardOnly ? name.slice(0, -1) : name}`
        actions.set(full.toLowerCase(), {
          name: full,
          level: levels[level as keyof typeof levels],
          isWildcardOnly,
          isUnderRcp: reached.has(service),
        })
      }
    }
  }
  return actions
}
