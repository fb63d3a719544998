// Runs once before the tests of a project: builds the bundles and prepares the state, so that two test processes do
// not both do it.
import { testBundles } from './bundles.ts'
import { preparedState } from './state.ts'

export default async function prepare(): Promise<void> {
  await Promise.all([testBundles(), preparedState()])
}
