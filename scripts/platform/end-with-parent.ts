// For a process that another one starts and keeps: it must not outlive that one, however that one ends.

/** End this process when the channel to the one that started it is closed, also when it is closed already. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1))
  if (process.connected === false) process.exit(1)
}
