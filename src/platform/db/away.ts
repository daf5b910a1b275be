/**
 * SQLSTATE classes and codes (PostgreSQL 18, appendix A) that pass by themselves: connection gone, out of disk or memory or connections,
 * shutting down or starting, a write that the disk refused, and two transactions in each other's way.
 */
const passing = /^(?:08...|53...|57P0[1-5]|58030|40001|40P01|55P03)$/
/** The same from the operating system: the server's socket, or the disk. */
const system = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'])
/** What node-postgres says without a code. */
const said = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/**
 * Whether the database or its disk is away for a while, so that the same may go well later: then a job is tried again and a client is told
 * to come again. Anything else is a mistake of ours that no waiting mends.
 */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // the private socket is not there while the server starts
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
  return passing.test(code) || system.has(code) || noSocket || said.test(error.message)
}
