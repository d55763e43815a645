/** Where a case of this name is kept in a folder: plain letters, so that every system and every shell takes the path. */
export function casePath(folder: string, name: string, platform: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .toLowerCase()
    .slice(0, 80)
  const separator = platform === 'win32' ? '\\' : '/'
  return `${folder.replace(/[\\/]+$/, '')}${separator}${plain || 'case'}.coldtrail`
}
