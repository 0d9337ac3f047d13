/** Reproduction: what the reports show, computed. The only room here that simulates. */
export {
  ALL_ARTIFACTS,
  ARTIFACT_NAMES,
  type ArtifactName,
  type ReproductionOptions,
  isArtifact,
  reproduce,
  runsOf,
} from './reproduce.js';
