import type { IamPath, IamSeverity } from '../../../shared/iam.ts'
import type { IamPolicyText } from '../../../shared/iam-state.ts'
import type { LineMark } from '../../parts/marked-text/marked-text.tsx'
import { rank } from './narrow.ts'
import { toneOf } from './words.ts'

/** What is to be marked in a policy: what checks found, and the statements that grave ways of `principal` begin with; the gravest first. */
export function policyMarks(
  { policy, holder, marks }: Pick<IamPolicyText, 'policy' | 'holder' | 'marks'>,
  paths: readonly IamPath[],
  principal: string,
): readonly LineMark[] {
  const found: { severity: IamSeverity; lines: readonly [number, number]; note: string }[] = marks.map(
    ({ severity, lines, why }) => ({ severity, lines, note: `${severity}: ${why}` }),
  )
  const ways = new Map<string, { severity: IamSeverity; lines: readonly [number, number]; methods: Set<string> }>()
  for (const { hops, severity } of paths) {
    const [first] = hops
    if (first?.from !== principal || rank(severity) > rank('medium')) continue
    for (const statement of first.statements) {
      if (statement.policy !== policy || statement.holder !== holder || statement.lines === null) continue
      if (statement.effect !== 'Allow') continue
      const key = String(statement.index)
      const way = ways.get(key) ?? { severity, lines: statement.lines, methods: new Set() }
      way.methods.add(first.method)
      ways.set(key, { ...way, severity: rank(severity) < rank(way.severity) ? severity : way.severity })
    }
  }
  for (const { severity, lines, methods } of ways.values())
    found.push({ severity, lines, note: `${severity}: a way to more rights by ${listed([...methods])}` })
  return found
    .sort((a, b) => rank(a.severity) - rank(b.severity))
    .map(({ severity, lines: [from, to], note }) => ({ from, to, tone: toneOf(severity), note }))
}

function listed(methods: readonly string[]): string {
  return methods.length <= 4 ? methods.join(', ') : `${methods.slice(0, 4).join(', ')} and ${methods.length - 4} more`
}
