// The process of a wrangler session: runs each command that it is sent, and sends back what the command printed.
import { z } from 'zod'
import { main } from './main.ts'

const print = { stdout: process.stdout.write, stderr: process.stderr.write }

const { disconnect } = process

process.on('message', async (message) => {
  let stdout = ''
  let output = ''
  process.stdout.write = (chunk: string | Uint8Array) => {
    stdout += chunk
    output += chunk
    return true
  }
  process.stderr.write = (chunk: string | Uint8Array) => {
    output += chunk
    return true
  }
  // Wrangler closes the channel to its parent process after a command.
  process.disconnect = () => {}
  const code = await Promise.resolve(main(z.array(z.string()).parse(message))).then(
    () => 0,
    () => 1,
  )
  if (disconnect !== undefined) process.disconnect = disconnect
  process.stdout.write = print.stdout
  process.stderr.write = print.stderr
  process.send?.({ code, stdout, output })
})
