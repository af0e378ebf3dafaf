import { ArrayMaxSize, ValidateNested } from 'class-validator';
import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import type {
  ActionOrderKey,
  ActionOrderView,
  ActionRequestView,
  ReportOrderKey,
} from './action-list.js';
import { actionOrderKeys } from './action-list.js';
import { ActionFilter, filterIn } from './action-filter.input.js';
import { inputError } from './input-errors.js';
import { PageArguments } from './page.input.js';
import { Quarter } from './scalars.js';

export const ActionOrderBy = {
  NUMBER: 'NUMBER',
  NAME: 'NAME',
  START_DATE: 'START_DATE',
  END_DATE: 'END_DATE',
  FREQUENCY: 'FREQUENCY',
  FUNDING_SOURCE: 'FUNDING_SOURCE',
  PERCENT: 'PERCENT',
  EXPECTED: 'EXPECTED',
  EFFICACY: 'EFFICACY',
  GAP: 'GAP',
  STATE: 'STATE',
  SIGNAL: 'SIGNAL',
  WEIGHT: 'WEIGHT',
} as const satisfies { [N in ActionOrderKey | ReportOrderKey]: N };
export type ActionOrderBy = keyof typeof ActionOrderBy;

registerEnumType(ActionOrderBy, {
  name: 'ActionOrderBy',
  description:
    'What actions are ordered by. What an action lacks stands last, in either direction.',
  valuesConfig: {
    NUMBER: { description: 'Its number, as a person counts: 2 before 10.' },
    NAME: { description: 'Its name; accents and letter case make no difference.' },
    START_DATE: { description: 'Its first day.' },
    END_DATE: { description: 'Its last day.' },
    FREQUENCY: { description: 'How often it is followed up: the most often first.' },
    FUNDING_SOURCE: { description: 'Where the money comes from, by name.' },
    PERCENT: { description: 'The percentage of its report of `quarter`.' },
    EXPECTED: { description: 'What was expected at the cut-off of `quarter`.' },
    EFFICACY: { description: 'Executed ÷ expected in `quarter`.' },
    GAP: { description: 'Executed − expected in `quarter`: the furthest behind first.' },
    STATE: {
      description:
        'Where its report of `quarter` stands: NOT_DUE, NOT_APPLICABLE, DUE, OVERDUE, RETURNED, SUBMITTED, APPROVED, PUBLISHED.',
    },
    SIGNAL: { description: 'Its colour in `quarter`: RED, YELLOW, GREEN, OVER; NO_DATA last.' },
    WEIGHT: { description: 'Its weight in the plan; `quarter` may be any of the year.' },
  },
});

export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = keyof typeof OrderDirection;

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end of an order comes first.',
  valuesConfig: {
    ASC: { description: 'The least first.' },
    DESC: { description: 'The greatest first.' },
  },
});

@InputType({ description: 'One order of a list of actions.' })
export class ActionOrder {
  @Field(() => ActionOrderBy, { description: 'What they are ordered by. Example: EFFICACY.' })
  by!: ActionOrderBy;

  @Field(() => OrderDirection, {
    defaultValue: OrderDirection.ASC,
    description: 'Which end comes first.',
  })
  direction!: OrderDirection;

  @Field(() => Quarter, {
    nullable: true,
    description: 'The quarter, for what is a fact of a report. Example: "2024-Q1".',
  })
  quarter?: string | null;
}

/** The arguments of every list of a plan's actions. */
@ArgsType()
export class ActionListArguments extends PageArguments {
  @Field(() => ActionFilter, {
    nullable: true,
    description: 'Which actions are wanted; all when left out.',
  })
  @ValidateNested()
  filter?: ActionFilter | null;

  @Field(() => [ActionOrder], {
    defaultValue: [],
    description:
      'By what they are ordered, at most 5: what is alike in the first is ordered by the second, and so on; in the end by number. Example: by SIGNAL of "2024-Q1", then by NAME.',
  })
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  orderBy!: ActionOrder[];
}

/** Throws `inputError` for an order by a fact of a report that doesn't say of which quarter. */
export function requestIn({ filter, orderBy }: ActionListArguments): ActionRequestView {
  return { filter: filterIn(filter), orderBy: orderBy.map(orderIn) };
}

function orderIn({ by, direction, quarter }: ActionOrder): ActionOrderView {
  if (isActionKey(by)) return { by, direction };
  if (quarter != null) return { by, direction, quarter };
  throw inputError({
    field: 'orderBy',
    message: `Expected the quarter whose ${by} the actions are ordered by; got none.`,
    expected: 'a quarter, such as "2024-Q1"',
  });
}

function isActionKey(by: ActionOrderBy): by is ActionOrderKey {
  return (actionOrderKeys as readonly string[]).includes(by);
}
