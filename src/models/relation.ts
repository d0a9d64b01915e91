/**
 * The type of a property that holds one object of another model. The models refer to each other in circles, and the
 * decorator metadata of a property names its type: naming the class itself would touch it before it is defined.
 */
export type Relation<T> = T;
