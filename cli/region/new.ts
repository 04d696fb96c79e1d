export async function newRegion(_directory: string, _of: { name?: string }): Promise<string[]> {
  throw new Error('todo');
}
