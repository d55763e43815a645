/** Names under which rules are saved, short enough to be packed into a bundle and unpacked anywhere. */
export const ruleFileName = /^[\w-][\w. -]{0,90}\.ya?ml$/i
