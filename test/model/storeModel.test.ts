import { expectStoreLikeModel, MODEL_SECONDS } from './modelRun';

/** The same with more sequences is longStoreModel.test.ts, which `npm run test:long` runs. */
it(
  'holds and tells what a plain model of it does, after every operation of random sequences',
  async () => {
    await expectStoreLikeModel(8);
  },
  (MODEL_SECONDS + 60) * 1_000,
);
