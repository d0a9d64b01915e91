import { expectStoreLikeModel, MODEL_SECONDS } from './modelRun';

it(
  'holds and tells what a plain model of it does, after every operation of many random sequences',
  async () => {
    await expectStoreLikeModel(150);
  },
  (MODEL_SECONDS + 60) * 1_000,
);
