import { navigate } from 'wouter/use-hash-location'

/** Shows a view of the open case by its id: how one view opens a door into another. */
export function go(view: string): void {
  navigate(`/${view}`)
}
