import { registerEnumType } from 'type-graphql';
import type { EventName } from '../events/index.js';

export const EventType = {
  EntityRegistered: 'EntityRegistered',
  PlanRegistered: 'PlanRegistered',
  ActionAdded: 'ActionAdded',
  ActionRevised: 'ActionRevised',
  ActionWithdrawn: 'ActionWithdrawn',
  ProgressReported: 'ProgressReported',
  ProgressCorrected: 'ProgressCorrected',
  ProgressWithdrawn: 'ProgressWithdrawn',
  OfficeRegistered: 'OfficeRegistered',
  OfficeAliasAdded: 'OfficeAliasAdded',
  ImportStarted: 'ImportStarted',
  ImportCompleted: 'ImportCompleted',
} as const satisfies { [N in EventName]: N };

registerEnumType(EventType, {
  name: 'EventType',
  description:
    'The kinds of events that a history is made of. Each is also an object type of the same name, with its own fields.',
  valuesConfig: {
    EntityRegistered: { description: 'A public body was registered: the first entry of a ledger.' },
    PlanRegistered: { description: 'An entity adopted a plan for a year.' },
    ActionAdded: { description: 'An action was added to a plan.' },
    ActionRevised: { description: 'Fields of an action were changed.' },
    ActionWithdrawn: { description: 'An action left its plan.' },
    ProgressReported: { description: 'The progress of an action in a quarter was reported.' },
    ProgressCorrected: { description: 'A report was corrected.' },
    ProgressWithdrawn: { description: 'A report was taken back.' },
    OfficeRegistered: { description: "An office entered the entity's catalogue." },
    OfficeAliasAdded: { description: "Another spelling of an office's name was met." },
    ImportStarted: { description: 'The import of a plan file began.' },
    ImportCompleted: { description: 'The import of a plan file came to its end.' },
  },
});
