import { GraphQLError } from 'graphql';

/** One thing wrong with the form of what a caller asked. */
export interface InputProblem {
  /** Path of the argument or input field, e.g. `percent` or `filter.types`. */
  readonly field: string;
  /** What was expected and what came. */
  readonly message: string;
  readonly expected?: string;
}

/** An error for a caller who asked wrongly: code BAD_USER_INPUT, and the problem per field. */
export function inputError(problem: InputProblem): GraphQLError {
  const extensions = { code: 'BAD_USER_INPUT', problems: [problem] };
  return new GraphQLError(`${problem.field}: ${problem.message}`, { extensions });
}

/**
 * The problems that an error is about when it says that an input's form is wrong: one from the
 * checks of inputs and arguments, or one made by `inputError`; else undefined. The error may be
 * as it was thrown, or as GraphQL located it.
 */
export function inputErrors(error: unknown): readonly InputProblem[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const { problems, validationErrors } = error.extensions;
  if (Array.isArray(problems)) return problems as InputProblem[];
  if (Array.isArray(validationErrors)) return flatten(validationErrors as Failure[], '');
  return undefined;
}

/** The part of class-validator's ValidationError that tells what is wrong. */
interface Failure {
  readonly property: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, { readonly expected?: string }>>;
  readonly children?: readonly Failure[];
}

function flatten(failures: readonly Failure[], path: string): InputProblem[] {
  return failures.flatMap((failure) => {
    const field = path + failure.property;
    const own = Object.entries(failure.constraints ?? {}).map(([name, message]) => {
      const expected = failure.contexts?.[name]?.expected;
      return { field, message, ...(expected === undefined ? {} : { expected }) };
    });
    return [...own, ...flatten(failure.children ?? [], `${field}.`)];
  });
}
