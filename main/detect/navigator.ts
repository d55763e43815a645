/** A technique of ATT&CK with what was found of it. */
export interface TechniqueFound {
  readonly technique: string
  readonly events: number
  readonly detections: number
  readonly rules: readonly string[]
}

/** A layer for the ATT&CK Navigator: format 4.5, https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_5.md */
export function navigatorLayer(found: readonly TechniqueFound[], name: string): string {
  const layer = {
    name: `${name}: detections`,
    versions: { attack: '16', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: 'Techniques of the rules that found something; the score is the number of detections.',
    filters: { platforms: ['IaaS', 'SaaS', 'Identity Provider', 'Office Suite'] },
    sorting: 3,
    hideDisabled: false,
    techniques: found.map(({ technique, events, detections, rules }) => ({
      techniqueID: technique,
      score: detections,
      comment: rules.join('\n'),
      metadata: [{ name: 'events', value: String(events) }],
      enabled: true,
      showSubtechniques: technique.includes('.'),
    })),
    gradient: {
      colors: ['#ffe5d0', '#d9480f'],
      minValue: 0,
      maxValue: Math.max(1, ...found.map(({ detections }) => detections)),
    },
  }
  return `${JSON.stringify(layer, null, 2)}\n`
}
