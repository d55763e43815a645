/** The nonce of this load of the page, which lets the editors' own style elements pass the content security policy. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
