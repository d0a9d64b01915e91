import { createParameterDecorator } from 'type-graphql';
import type { Context } from './context';
import { resolveFromPlan } from './resolveFromPlan';

/** Gives a field resolver what the plan has read for its field. Only a field with arguments needs such a resolver. */
export function FromPlan(): ParameterDecorator {
  return createParameterDecorator<Context>(({ root, args, context, info }) =>
    resolveFromPlan(root, args, context, info),
  ) as ParameterDecorator;
}
