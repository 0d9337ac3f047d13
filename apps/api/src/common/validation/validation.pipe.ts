/** The one pipe through which queries, parts of paths and bodies that are not documents are checked. */
import { ValidationPipe } from '@nestjs/common';
import { type Issue, escapePointer } from '@railyard/base';
import { type ValidationError, getMetadataStorage } from 'class-validator';
import { PathInput, QueryInput } from '../dto/inputs.js';
import { type IssueContext } from '../dto/parameters.js';
import { type ProblemError, badRequest, invalidDocument, refusal } from '../problem.js';

/** Instances of their classes, without a parameter or key that the class does not know. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: true, value: true },
    exceptionFactory: problemOf,
  });

/** What the client is answered when validation failed. */
function problemOf(errors: readonly ValidationError[]): ProblemError {
  const target = errors[0]?.target;
  // Of a body that is a list or a scalar there is no instance.
  if (target === undefined)
    return badRequest([
      {
        path: '',
        code: 'wrong-type',
        message: 'The body must be an object.',
        hint: 'Send an object with the keys that /docs lists.',
      },
    ]);
  const issues = errors.map(issueOf);
  if (target instanceof QueryInput) return badRequest(issues);
  const [first] = issues;
  if (target instanceof PathInput && first !== undefined)
    return refusal(404, 'not-found', 'Not found', first.message, first.hint);
  return invalidDocument(issues);
}

function issueOf({ property, target, constraints = {}, contexts = {} }: ValidationError): Issue {
  const isQuery = target instanceof QueryInput;
  const path = `${isQuery ? '/query' : ''}/${escapePointer(property)}`;
  const [[constraint, message] = ['', '']] = Object.entries(constraints);
  if (constraint === 'whitelistValidation') {
    return {
      path,
      code: isQuery ? 'unknown-parameter' : 'unknown-key',
      message: `There is no ${isQuery ? 'parameter' : 'key'} ${property}.`,
      hint: `Use ${knownOf(target).join(', ')}.`,
    };
  }
  const { code, hint } = contexts[constraint] as IssueContext;
  return { path, code, message, hint };
}

function knownOf(target: object | undefined): readonly string[] {
  if (target === undefined) return [];
  const fields = getMetadataStorage().getTargetValidationMetadatas(target.constructor, '', true, false);
  return [...new Set(fields.map(({ propertyName }) => propertyName))];
}
