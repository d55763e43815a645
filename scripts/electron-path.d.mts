export const fetchElectron: string

export function findElectron(surroundings: {
  readonly root: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly platform?: string
}): { readonly path: string; readonly why?: undefined } | { readonly path: null; readonly why: string }
