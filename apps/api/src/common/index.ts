/** HTTP without knowledge of features: answers, problems, bodies, inputs, pages. */
export { Answer, matchesStrongly } from './answer.js';
export { AnswerInterceptor } from './answer.interceptor.js';
export { compressAnswers } from './compression.js';
export { type Cursor, encodeCursor } from './cursor.js';
export { BodyInput, PathInput, QueryInput } from './dto/inputs.js';
export {
  AsSent,
  ChoiceParameter,
  ChoicesParameter,
  CursorParameter,
  FlagParameter,
  IntegerParameter,
  NumberParameter,
  PathParameter,
  TextParameter,
} from './dto/parameters.js';
export {
  MAX_BODY_BYTES,
  assertPlainJson,
  parseJsonBody,
  unsupportedCoding,
  unsupportedType,
} from './json-body.js';
export { type Page, foreignCursor, pageOf } from './page.js';
export { preferred } from './preferred.js';
export {
  ProblemError,
  badRequest,
  invalidDocument,
  notFound,
  pathOf,
  problemBody,
  refusal,
} from './problem.js';
export { ProblemFilter } from './problem.filter.js';
export { REQUEST_TIMEOUT_MS, answerUnparsable, answerUnroutable } from './raw-errors.js';
export { noteRoutes } from './route-table.js';
export { shown } from './shown.js';
export { BYTES, TakesBytes, takesBytes } from './validation/bytes.decorator.js';
export { TakesDocument } from './validation/document.decorator.js';
export { InputGuard } from './validation/input.guard.js';
export { Open, isOpen, ReadsOnly, readsOnly } from './validation/open.decorator.js';
export { validationPipe } from './validation/validation.pipe.js';
