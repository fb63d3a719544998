// A process group: a program with all that it started.

/** End them at once; no harm when none is left. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // The group is empty: nothing was left.
  }
}
