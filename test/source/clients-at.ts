import { Clients } from '../../main/source/clients.ts'
import type { Call } from '../../main/source/source.ts'
import { Access } from '../../shared/source.ts'

/** Clients with the credentials of the environment, for a source whose person is asked for nothing. */
export function clientsFor(access: object, onCall: (call: Call) => void = () => {}): Clients {
  const notAsked = async () => Promise.reject(new Error('nobody is asked'))
  return new Clients(Access.parse({ credentials: { kind: 'environment' }, ...access }), {
    ask: { mfaCode: notAsked, keys: notAsked, sessions: new Map() },
    onCall,
    collected: async () => [],
  })
}

/** For an S3 of our own at this address. */
export function clientsAt(endpoint: string, onCall?: (call: Call) => void, more: object = {}): Clients {
  return clientsFor({ region: 'us-east-1', endpoint, pathStyle: true, ...more }, onCall)
}
