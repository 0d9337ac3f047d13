export { DefinitionReferencesService } from './definition-references.service.js';
export { DefinitionsModule } from './definitions.module.js';
