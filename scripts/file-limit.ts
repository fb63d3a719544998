// Each active Durable Object holds three open files, and a load has thousands: a shell's usual limit is too low.
import { execFileSync, spawn } from 'node:child_process'

const filesWanted = 65_536
/** Set for the process that was started with the limit raised, so that it does not try again. */
const raised = 'FILE_LIMIT_RAISED'

/**
 * If the limit of open files is low and may be raised, run the same command in a child process with a higher limit, and
 * end with its exit code. True when it does so: the caller then has nothing left to do.
 */
export function raiseFileLimit(): boolean {
  const [soft, hard] = execFileSync('sh', ['-c', 'ulimit -Sn; ulimit -Hn'], { encoding: 'utf8' }).trim().split('\n')
  if (process.env[raised] !== undefined || soft === hard || Number(soft) >= filesWanted) return false
  const script = `ulimit -n ${filesWanted} 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"`
  const env = { ...process.env, [raised]: '1' }
  const child = spawn('sh', ['-c', script, process.execPath, ...process.argv.slice(1)], { stdio: 'inherit', env })
  child.once('exit', (code) => process.exit(code ?? 1))
  // The child ends first, then this process. A Ctrl-C at the terminal reaches the child directly.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return true
}
