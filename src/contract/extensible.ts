// The mark of a list that may grow: readers must expect values or cases beyond it (see scripts/contract).

export const extensible = { 'x-extensible': true }
