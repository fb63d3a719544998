// The simulation takes the processor time that no other test wants: its clock is virtual, so no promise depends on it.
// Threads and processes that are started later have the same priority.
import { constants, setPriority } from 'node:os'

setPriority(constants.priority.PRIORITY_LOW)
