/** What a claim says of who asks: `repository` is fixed by the provider and names one, `owner` names all of one owner, `weak` is chosen or shared. */
export type Strength = 'repository' | 'owner' | 'weak'

interface Provider {
  /** Whether everybody can get tokens of it: without a claim that binds, it lets everybody in. */
  readonly isShared: boolean
  /** How the subject is written. */
  readonly subject: SubjectGrammar | null
  /** Claims that STS hands to policies beside aud, azp, amr, sub, oaud and email. Others are absent from every request. */
  readonly claims: Readonly<Record<string, Strength>>
}

/** A subject: a fixed beginning, the owner up to a character, the repository up to a character, then where it runs. */
export interface SubjectGrammar {
  readonly begins: string
  readonly ownerEnds: string
  readonly repositoryEnds: string
  /** Runs that people without write access start. */
  readonly pullRequest: RegExp | null
}

const github: Provider = {
  isShared: true,
  subject: { begins: 'repo:', ownerEnds: '/', repositoryEnds: ':', pullRequest: /^pull_request/ },
  claims: {
    repository: 'repository',
    repository_id: 'repository',
    job_workflow_ref: 'repository',
    repository_owner_id: 'owner',
    enterprise_id: 'owner',
    actor: 'weak',
    actor_id: 'weak',
    environment: 'weak',
    ref: 'weak',
    workflow: 'weak',
  },
}

const gitlab: Provider = {
  isShared: true,
  subject: { begins: 'project_path:', ownerEnds: '/', repositoryEnds: ':', pullRequest: null },
  claims: {
    project_id: 'repository',
    namespace_id: 'owner',
    user_email: 'weak',
    user_id: 'weak',
    user_login: 'weak',
    user_access_level: 'weak',
    pipeline_source: 'weak',
    ref_protected: 'weak',
    runner_environment: 'weak',
  },
}

const buildkite: Provider = {
  isShared: true,
  subject: { begins: 'organization:', ownerEnds: ':', repositoryEnds: ':', pullRequest: null },
  claims: {
    organization_id: 'owner',
    organization_slug: 'owner',
    pipeline_id: 'repository',
    pipeline_slug: 'weak',
    cluster_id: 'owner',
    cluster_name: 'weak',
    build_branch: 'weak',
  },
}

const terraform: Provider = {
  isShared: true,
  subject: { begins: 'organization:', ownerEnds: ':', repositoryEnds: ':run_phase:', pullRequest: null },
  claims: {},
}

const google: Provider = { isShared: true, subject: null, claims: { 'google/organization_number': 'owner' } }
const consumer: Provider = {
  isShared: true,
  subject: null,
  claims: { app_id: 'owner', user_id: 'repository', id: 'repository' },
}
const circleci: Provider = {
  isShared: false,
  subject: { begins: 'org/', ownerEnds: '/project/', repositoryEnds: '/', pullRequest: null },
  claims: { 'oidc.circleci.com/project-id': 'repository' },
}
const single: Provider = { isShared: false, subject: null, claims: {} }

/**
 * Providers by their address without https://. The claims are those that STS lists as condition keys ("Actions,
 * resources, and condition keys for AWS Security Token Service"); GitHub's joined in January 2026.
 */
const providers: readonly (readonly [RegExp, Provider])[] = [
  [
    /^(?:token\.actions\.githubusercontent\.com|token\.actions\.[\w-]+\.ghe\.com|github\.com\/enterprises)(?:\/|$)/,
    github,
  ],
  [/^gitlab\.com$|^gitlab\./, gitlab],
  [/^agent\.(?:[\w-]+\.)?buildkite\.(?:com|dev|site)$/, buildkite],
  [/^app\.terraform\.io$/, terraform],
  [/^accounts\.google\.com$/, google],
  [/^(?:www\.amazon\.com|graph\.facebook\.com)$/, consumer],
  [/^oidc\.circleci\.com\/org\//, circleci],
]

export function providerAt(address: string): Provider {
  return providers.find(([pattern]) => pattern.test(address))?.[1] ?? single
}

/** Claims that every provider has. */
export const everywhere: ReadonlySet<string> = new Set(['aud', 'azp', 'amr', 'sub', 'oaud', 'email'])
