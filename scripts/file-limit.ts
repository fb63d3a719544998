// Each object that is awake holds three files open, and a load wakes thousands: the usual limit of a shell is too low.
import { execFileSync, spawn } from 'node:child_process'

/**
 * When this process may open fewer files than the system would let it, run the same command with the limit raised in
 * a process of its own, and end with its exit code: true then, and the caller has nothing left to do.
 */
export function raiseFileLimit(): boolean {
  const [soft, hard] = execFileSync('sh', ['-c', 'ulimit -Sn; ulimit -Hn'], { encoding: 'utf8' }).trim().split('\n')
  if (soft === hard) return false
  const script = 'ulimit -n "$(ulimit -Hn)" && exec "$0" "$@"'
  const child = spawn('sh', ['-c', script, process.execPath, ...process.argv.slice(1)], { stdio: 'inherit' })
  child.once('exit', (code) => process.exit(code ?? 1))
  return true
}
