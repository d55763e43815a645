import { extname } from 'node:path'

/** Endings of files that hold rules of other systems, beside .yml: they are looked into, so that none is passed over in silence. */
export const foreignEndings: readonly string[] = ['.toml', '.py', '.json', '.ndjson', '.conf', '.yaral', '.kql', '.pp']

/**
 * Why a file is not read that holds rules of another system, told by keys that only its rules have. null: it holds none that
 * are known.
 */
export function whyForeign(file: string, text: string): string | null {
  const ending = extname(file).toLowerCase()
  const system = systems.find(
    ({ endings, marks }) => endings.includes(ending) && marks.every((mark) => mark.test(text)),
  )
  if (!system) return null
  if ('reason' in system) return system.reason
  return `it is ${system.what}; only rules of Sigma (YAML) and Wazuh (XML) are read: take the Sigma rule for the same calls, or write one`
}

const yaml = ['.yml', '.yaml']
const json = ['.json', '.ndjson']

type System = { readonly endings: readonly string[]; readonly marks: readonly RegExp[] } & (
  | { readonly what: string }
  | { readonly reason: string }
)

const systems: readonly System[] = [
  { what: 'a rule of Elastic', endings: ['.toml'], marks: [/^\[(?:rule|hunt)\]/m] },
  { what: 'a rule of Elastic', endings: json, marks: [/"rule_id"\s*:/, /"risk_score"\s*:/] },
  { what: 'a rule of Panther, or a part of one', endings: ['.py'], marks: [/^def (?:rule|policy)\(/m] },
  { what: 'a rule of Panther, or a part of one', endings: yaml, marks: [/^['"]?AnalysisType\b/m] },
  { what: 'a rule of Matano', endings: ['.py'], marks: [/^def detect\(/m] },
  { what: 'a rule of Splunk', endings: yaml, marks: [/^search:/m, /^(?:data_source|how_to_implement|datamodel):/m] },
  { what: 'searches of Splunk', endings: ['.conf'], marks: [/^search\s*=/m] },
  {
    what: 'a rule of Microsoft Sentinel',
    endings: yaml,
    marks: [/^query:/m, /^(?:requiredDataConnectors|queryFrequency|relevantTechniques):/m],
  },
  { what: 'a rule of Microsoft Sentinel', endings: json, marks: [/"Microsoft\.SecurityInsights\b/] },
  { what: 'a query of Kusto', endings: ['.kql'], marks: [/\S/] },
  { what: 'rules of Falco', endings: yaml, marks: [/^-\s+(?:rule|macro|list):/m, /^\s+(?:condition|items):/m] },
  {
    what: 'a rule of Datadog',
    endings: [...json, ...yaml],
    marks: [/(?:^|[{,])\s*"?queries"?\s*:/m, /(?:^|[{,])\s*"?cases"?\s*:/m],
  },
  { what: 'a rule of Google SecOps (YARA-L)', endings: ['.yaral'], marks: [/\S/] },
  { what: 'a detection of Powerpipe', endings: ['.pp'], marks: [/^\s*detection\s+"/m] },
  { what: 'policies of Cloud Custodian', endings: yaml, marks: [/^policies:/m, /^\s+resource:/m] },
  {
    reason: 'it is a processing pipeline of pySigma, not a rule: rules are evaluated with their own names of fields',
    endings: yaml,
    marks: [/^transformations:/m],
  },
]
