import { byArn, type World } from '../ability.ts'
import { mayDoSomewhere } from '../reachable.ts'
import type { Hanging } from './policies-of.ts'

/** Whether the holder of a policy can really do the action somewhere: another policy, a boundary or the organization may forbid it. Of groups nothing else is asked. */
export function canReally(world: World, { holder }: Hanging, action: string): boolean {
  const principal = byArn(world.inventory).get(holder.arn)
  return principal === undefined || mayDoSomewhere(world, principal, action).result !== 'denied'
}
