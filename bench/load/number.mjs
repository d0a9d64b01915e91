/** Stands in a body for the number of the request: as many digits, so that all requests are equally long. */
export const NUMBER = '000000000000';
