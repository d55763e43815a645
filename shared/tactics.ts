/** Tactics of ATT&CK for Enterprise as Sigma names them, in the order of an attack, with the names that people know. */
const tactics: Readonly<Record<string, string>> = {
  reconnaissance: 'Reconnaissance',
  'resource-development': 'Resource development',
  'initial-access': 'Initial access',
  execution: 'Execution',
  persistence: 'Persistence',
  'privilege-escalation': 'Privilege escalation',
  // ATT&CK 19 calls this one Stealth: https://attack.mitre.org/tactics/TA0005/
  'defense-evasion': 'Defense evasion',
  'credential-access': 'Credential access',
  discovery: 'Discovery',
  'lateral-movement': 'Lateral movement',
  collection: 'Collection',
  'command-and-control': 'Command and control',
  exfiltration: 'Exfiltration',
  impact: 'Impact',
}

export const tacticNames: readonly string[] = Object.keys(tactics)

export function tacticTitle(tactic: string | null): string {
  return tactic === null || tactic === 'none' ? 'No tactic' : (tactics[tactic] ?? tactic)
}

/** Its place in the order of an attack; those without one come last. */
export function tacticRank(tactic: string): number {
  const at = Object.keys(tactics).indexOf(tactic)
  return at < 0 ? Object.keys(tactics).length : at
}
