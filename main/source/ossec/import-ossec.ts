import type { OssecImport } from '../../../shared/ossec.ts'
import { shown } from './block.ts'
import { type Reading, readModule } from './module.ts'
import { type Element, readXml } from './read-xml.ts'
import { Report } from './report.ts'

/**
 * Reads an ossec.conf, an agent.conf or a pasted `<wodle name="aws-s3">` block: its sources, and what became of every
 * tag. It reads more than the original, never takes over a deletion or a key, and leaves nothing out without a line.
 */
export function importOssec(text: string): OssecImport {
  const report = new Report()
  const reading: Reading = { report, sources: [], views: [], names: new Map() }
  const { sources, views } = reading
  const xml = readXml(text)
  if (!xml.ok) {
    report.refused({ line: xml.line, name: 'XML' }, `${xml.message}; nothing is imported`)
    return { sources, views, report: report.lines }
  }
  const modules = modulesOf(xml.roots, report)
  const last = modules.findLast((module) => nameOf(module) === 'aws-s3')
  for (const module of modules) {
    if (nameOf(module) === 'aws-s3' && module !== last) {
      report.changed(module, 'the original would use only the last aws-s3 block; all of them are imported', 'warning')
    }
    readModule(module, reading)
  }
  if (modules.length === 0 && report.errors === 0) {
    report.idle(
      { line: 1, name: 'wodle' },
      'there is no <wodle name="aws-s3"> in it, so there is nothing to import',
      'warning',
    )
  }
  return { sources, views, report: report.lines.toSorted((a, b) => a.line - b.line) }
}

const nameOf = (module: Element) => module.attributes[0]?.[1] ?? ''

/** The blocks of our module; other sections of a configuration are none of our business. */
function modulesOf(roots: readonly Element[], report: Report): readonly Element[] {
  return roots.flatMap((root) => {
    if (root.name === 'wodle') return isOurs(root, report) ? [root] : []
    if (root.name === 'ossec_config' || root.name === 'agent_config') {
      return root.children.filter((child) => child.name === 'wodle' && isOurs(child, report))
    }
    report.refused(
      root,
      `${shown(root.name)} is no section of such a configuration: paste ossec.conf, agent.conf or a <wodle> block`,
    )
    return []
  })
}

function isOurs(module: Element, report: Report): boolean {
  const [first] = module.attributes
  if (first?.[0] !== 'name') {
    report.refused(module, 'its first attribute is not name="…", so nobody can say which module it is')
    return false
  }
  if (first[1] === 'aws-cloudtrail') report.changed(module, 'the old name of aws-s3', 'info')
  else if (first[1] !== 'aws-s3' && first[1].startsWith('aws')) {
    report.idle(module, `there is no module ${shown(first[1])}: if aws-s3 is meant, correct its name`, 'warning')
  }
  return first[1] === 'aws-s3' || first[1] === 'aws-cloudtrail'
}
