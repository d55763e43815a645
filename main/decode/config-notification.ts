import type { Envelope } from './envelope.ts'
import { fieldsOf } from './spans.ts'

/**
 * What AWS Config sends when a resource changed, through SNS or EventBridge: the item as it stands in the files that
 * Config delivers, beside what changed in it (Config Developer Guide, "Example Configuration Item Change Notifications").
 */
export const configNotification: Envelope = {
  matches: (names) =>
    (names.has('configurationItem') || names.has('configurationItemSummary')) && names.has('messageType'),
  open(fields, record) {
    const item = fields.get('configurationItem') ?? fields.get('configurationItemSummary')
    const isItem = item?.[0] === 0x7b && fieldsOf(item).has('configurationItemCaptureTime')
    const inside = isItem ? item : record
    return [{ kind: 'record', record: inside, logged: null, about: null, otherwise: isItem ? null : record, flags: [] }]
  },
}
