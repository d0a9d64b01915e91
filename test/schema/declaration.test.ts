import 'reflect-metadata';
import type { GraphQLInputObjectType, GraphQLObjectType } from 'graphql';
import { Arg, buildSchemaSync, InputType, Query, Resolver } from 'type-graphql';
import { Verdict } from '../../src/models/enums.model';
import { Choice, Line, Parts, Reference } from '../../src/models/fields/decorators';
import { declaredFields } from '../../src/models/fields/declaredField';
import { CreateInput } from '../../src/models/fields/inputs';
import { Finding } from '../../src/models/finding.model';
import { Identifier } from '../../src/models/identifier.model';
import { Party } from '../../src/models/party.model';
import { buildAllegataSchema } from '../../src/schema/buildSchema';

const schema = buildAllegataSchema();
const inputFields = (name: string) => (schema.getType(name) as GraphQLInputObjectType).getFields();

test('a property of another type, nullability or a readonly one cannot be declared', () => {
  abstract class Mistaken {
    // @ts-expect-error the property is not nullable
    @Line({ nullable: true, description: 'A line.' })
    line!: string;

    // @ts-expect-error the declaration is not nullable
    @Line({ description: 'A line.' })
    emptyLine!: string | null;

    // @ts-expect-error a stored field is not readonly
    @Line({ description: 'A line.' })
    readonly derived!: string;

    // @ts-expect-error a verdict is not any text
    @Choice(Verdict, { description: 'A verdict.' })
    verdict!: string;

    // @ts-expect-error the property is of another model
    @Reference(() => Party, { description: 'A party.' })
    party!: Finding;

    // @ts-expect-error the property is no list
    @Parts(() => Identifier, { description: 'Identifiers.' })
    identifiers!: Identifier;
  }
  expect(declaredFields(Mistaken)).toHaveLength(6);
});

test('a model without stored fields is named', () => {
  abstract class Derived {
    readonly derived!: string;
  }
  expect(() => CreateInput(Derived)).toThrow('Derived declares no stored field');
});

test('a class that is used as a part without @PartType is named', () => {
  abstract class Whole {
    @Parts(() => Finding, { description: 'Findings.' })
    findings!: Finding[];
  }
  @InputType('WholeInput')
  class WholeInput extends CreateInput(Whole) {}
  @Resolver()
  class WholeResolver {
    @Query(() => String)
    whole(@Arg('input', () => WholeInput) input: WholeInput): string {
      return JSON.stringify(input);
    }
  }
  const build = () => buildSchemaSync({ resolvers: [WholeResolver], validate: false, authChecker: () => true });
  expect(build).toThrow('Finding is not a part');
});

test('inputs say the limit, and the object type when a field is empty', () => {
  expect(inputFields('IdentifierInput').scheme?.description).toContain('One line of at most 100 characters.');
  const { jurisdiction } = (schema.getType('Finding') as GraphQLObjectType).getFields();
  expect(jurisdiction?.description).toMatch(/; null where that does not apply\.$/);
  expect(inputFields('UpdateFindingInput').jurisdiction?.description).toMatch(
    /words\. One line of at most 1,000 characters\.$/,
  );
});

test('what is fixed is no field of an update', () => {
  expect(Object.keys(inputFields('CreateFindingInput'))).toEqual(expect.arrayContaining(['allegation', 'body']));
  expect(Object.keys(inputFields('UpdateFindingInput'))).not.toContain('allegation');
});
