import { registerDecorator } from 'class-validator';

/**
 * Checks the form of one input field or argument, in the one way that every failure here is told:
 * what was expected and what came. `owner` is the input that the value stands in.
 * An absent value is not checked: whether it may be absent is the schema's to say.
 */
export function Expect(
  expected: string,
  test: (value: unknown, owner: object) => boolean,
): PropertyDecorator {
  return (prototype, property) => {
    registerDecorator({
      // Several checks of one field are told apart by it.
      name: expected,
      target: prototype.constructor,
      propertyName: String(property),
      options: {
        context: { expected },
        message: ({ value }) => `Expected ${expected}; got ${shown(value)}.`,
      },
      validator: { validate: (value, args) => test(value, args?.object ?? {}) },
    });
  };
}

/** A long text is not repeated to the one who sent it, nor to the logs. */
function shown(value: unknown): string {
  if (typeof value === 'string' && value.length > 60) return `${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return JSON.stringify(value);
}

/** A text of 1 to `max` characters that has a UTF-8 form (it will be hashed). */
export function ExpectText(max: number): PropertyDecorator {
  return Expect(`a text of 1 to ${max} characters of well-formed Unicode`, (value) =>
    isText(value, max),
  );
}

/** At most `maxItems` such texts. */
export function ExpectTexts(maxItems: number, max: number): PropertyDecorator {
  return Expect(
    `at most ${maxItems} different texts of 1 to ${max} characters`,
    (value) =>
      Array.isArray(value) &&
      value.length <= maxItems &&
      new Set(value).size === value.length &&
      value.every((item) => isText(item, max)),
  );
}

function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= max && value.isWellFormed();
}
