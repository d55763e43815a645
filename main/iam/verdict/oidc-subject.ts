import { hasWildcard } from '../policy/wildcard.ts'
import { type Judged, judged } from './classes.ts'
import { providerAt, type SubjectGrammar } from './oidc-claims.ts'

/** A subject of a pipeline, as a pattern: up to where it is fixed decides who can have one that fits. Null: it says nothing. */
export function judgeSubject(pattern: string, address: string): Judged | null {
  const { subject, isShared } = providerAt(address)
  if (/^[*?]*$/.test(pattern)) return null
  if (!hasWildcard(pattern) && !subject) return judged('oidc-bound', 'info', `only ${pattern}`)
  if (!subject) {
    return isShared
      ? judged('oidc-lookalike', 'high', `${pattern} also fits subjects that somebody else registers`)
      : judged('oidc-org', 'medium', `every identity of ${address} like ${pattern}`)
  }
  if (!pattern.startsWith(subject.begins)) return byOtherTemplate(pattern, subject, address)
  return byGrammar(pattern, subject)
}

function byGrammar(pattern: string, { begins, ownerEnds, repositoryEnds, pullRequest }: SubjectGrammar): Judged | null {
  const [owner, rest] = cut(pattern.slice(begins.length), ownerEnds)
  if (/^[*?]+$/.test(owner)) return null
  if (hasWildcard(owner))
    return judged(
      'oidc-lookalike',
      'high',
      `${pattern} also fits owners whose name only begins so, and anybody can register one`,
    )
  if (rest === null) return judged('oidc-bound', 'info', `only ${pattern}`)
  const [repository, where] = cut(rest, repositoryEnds)
  if (hasWildcard(repository)) return judged('oidc-org', 'medium', `every repository of ${owner} that fits ${pattern}`)
  if (pullRequest !== null && where !== null && pullRequest.test(where))
    return judged(
      'oidc-pull-request',
      'medium',
      `runs of pull requests of ${owner}/${repository}: code that nobody has merged`,
    )
  if (where !== null && hasWildcard(where))
    return judged('oidc-repo', 'low', `any branch, tag or pull request of ${repository} that fits ${where}`)
  return judged('oidc-bound', 'info', `only ${pattern}`)
}

/** Organizations can have their subjects written otherwise: repository_owner_id:…, repository_id:…, or fields in another order. */
function byOtherTemplate(pattern: string, { begins }: SubjectGrammar, address: string): Judged | null {
  const firstWildcard = pattern.search(/[*?]/)
  if (firstWildcard < 0) return judged('oidc-bound', 'info', `only ${pattern}`)
  const fixed = pattern.slice(0, firstWildcard)
  if (begins.startsWith(fixed)) return null
  const [, name = ''] = /^([\w-]+):/.exec(pattern) ?? []
  const strength = providerAt(address).claims[name] ?? (name === 'repository_owner' ? 'owner' : 'weak')
  const isEnded = /[^:]:/.test(fixed.slice(name.length + 1))
  if (strength === 'weak' || name === '') return judged('oidc-weak-claim', 'high', `${pattern} fixes no repository`)
  if (!isEnded) return judged('oidc-lookalike', 'high', `${pattern} also fits names that only begin so`)
  return strength === 'repository'
    ? judged('oidc-repo', 'low', `anything of ${fixed}`)
    : judged('oidc-org', 'medium', `every repository of ${fixed}`)
}

/** system:serviceaccount:NAMESPACE:NAME */
export function judgeServiceAccount(pattern: string): Judged | null {
  const [, , namespace, name] = pattern.split(':')
  if (!hasWildcard(pattern)) return judged('eks-bound', 'info', `only ${pattern}`)
  if (namespace !== undefined && namespace !== '' && !hasWildcard(namespace) && name !== undefined)
    return judged('eks-any-serviceaccount', 'medium', `service accounts of the namespace ${namespace} that fit ${name}`)
  return judged('eks-any-serviceaccount', 'high', `service accounts of any namespace that fit ${pattern}`)
}

/** The text before the mark, and the text behind it; null where the mark is not there. */
function cut(text: string, mark: string): readonly [string, string | null] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)]
}
