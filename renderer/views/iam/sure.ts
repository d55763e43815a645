/** How sure it is that a step works, and all of them. */
export const sures = ['all', 'confirmed', 'conditional', 'potential', 'latent'] as const
export type Sure = (typeof sures)[number]

export const aboutSure: Readonly<Record<Sure, string>> = {
  all: 'However sure it is',
  confirmed: 'Allowed without a condition, on a target that is in the evidence',
  conditional: 'Allowed if conditions hold that the evidence does not decide',
  potential: 'Allowed, if a resource exists that the evidence does not list',
  latent: 'Would work once something else is there',
}
